"""What can be printed or read out for one variant of a campaign, and the numbers that may stand on it."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.campaigns.links import landing_link
from handlers.campaigns.topics import Topic
from handlers.console import campaign_words
from handlers.console.page import Console, console_of, fields, go, show
from handlers.console.said import Said
from handlers.deadlines import VIETNAM
from handlers.papers import aloud, numbers, posters, qr
from handlers.papers.posters import Lead, Paper
from handlers.papers.texts import Look
from handlers.store.models import Campaign, Staff, Variant
from locales import translator

FIRST = "111"  # stands on paper before all others, once somebody has confirmed it
_KINDS = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}
_IN_VIETNAMESE = translator("vi")  # what is printed is read by people, not by whoever prints it


async def page(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/variants/{variant}/papers: each as a picture, with its files."""
    found = await _found(request)
    if found is None:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    campaign, variant, confirmed = found
    today = console_of(request).now().astimezone(VIETNAM).date()
    lead = _lead(console_of(request), variant, confirmed, request)
    look, topic = _look(variant), Topic(campaign.topic)
    return show(
        request,
        "papers.html",
        words_of=campaign_words,
        campaign=campaign,
        variant=variant,
        sizes=posters.SIZES,
        lead=lead,
        numbers=[(one, one.printable(today)) for one in confirmed],
        board=aloud.board(look, topic, lead, _IN_VIETNAMESE),
        radio=aloud.radio(look, topic, lead, _IN_VIETNAMESE),
        query=f"?number={lead.number}" if lead.number else "",
    )


async def paper(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/variants/{variant}/papers/{paper}/{form}: one file."""
    found = await _found(request)
    if found is None:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    campaign, variant, confirmed = found
    lead = _lead(console_of(request), variant, confirmed, request)
    name, form = request.path_params["paper"], request.path_params["form"]
    body = await to_thread.run_sync(partial(_file, name, form, _look(variant), Topic(campaign.topic), lead))
    if body is None:
        raise HTTPException(404)
    kept = f'attachment; filename="{name}-{variant.typed_code}.{form}"'
    shown = "inline" if "show" in request.query_params else kept
    return Response(body, media_type=_KINDS[form], headers={"Content-Disposition": shown})


def _file(name: str, form: str, look: Look, topic: Topic, lead: Lead) -> bytes | None:
    match name, form:
        case "qr", "svg":
            return qr.svg(lead.link).encode()
        case "qr", "png":
            return qr.png(lead.link)
        case "led", "txt":
            return "\r\n".join(aloud.board(look, topic, lead, _IN_VIETNAMESE)).encode()
        case "radio", "txt":
            return aloud.radio(look, topic, lead, _IN_VIETNAMESE).encode()
        case _, "pdf" if name in frozenset(Paper):
            return posters.pdf(Paper(name), look, topic, lead, _IN_VIETNAMESE)
        case _, "png" if name in frozenset(Paper):
            return posters.png(Paper(name), look, topic, lead, _IN_VIETNAMESE)
    return None


async def confirm(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/variants/{variant}/papers/number: somebody has just called it."""
    console = console_of(request)
    number, called = await fields(request, "number", "called")
    back = "/campaigns/{id}/variants/{variant}/papers".format(**request.path_params)
    if called != "yes":
        return go(back, Said.NUMBER_NOT_CALLED)
    async with console.store.writing() as session:
        kept = await numbers.confirm(session, number, staff.id, console.now())
    return go(back, Said.NUMBER_CONFIRMED if kept else Said.NOT_A_NUMBER)


async def _found(request: Request) -> tuple[Campaign, Variant, list[numbers.Confirmed]] | None:
    async with console_of(request).store.reading() as session:
        variant = await session.get(Variant, request.path_params["variant"])
        campaign = await session.get(Campaign, request.path_params["id"])
        confirmed = await numbers.confirmed(session)
    if variant is None or campaign is None or variant.campaign_id != campaign.id:
        return None
    return campaign, variant, confirmed


def _look(variant: Variant) -> Look:
    return Look.DISCREET if variant.discreet else Look.OPEN


def _lead(console: Console, variant: Variant, confirmed: list[numbers.Confirmed], request: Request) -> Lead:
    """With the number that was chosen, or 111, or the one confirmed last: none that nobody has called for 90 days."""
    today = console.now().astimezone(VIETNAM).date()
    printable = [one.number for one in confirmed if one.printable(today)]
    wanted = request.query_params.get("number", FIRST)
    number = wanted if wanted in printable else next(iter(printable), "")
    return Lead(landing_link(console.web_address, variant.link_code), variant.typed_code, number)
