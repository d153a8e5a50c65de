"""Campaigns: what there is, making and changing one, ending it and taking it up again, deleting it. No case is here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers.campaigns import campaigns, form, variants
from handlers.campaigns.campaigns import ChangedMeanwhile, NoSuchCampaign
from handlers.campaigns.codes import in_halves
from handlers.campaigns.funnel import funnel
from handlers.campaigns.links import landing_link, telegram_link
from handlers.console import campaign_words
from handlers.console.campaign_numbers import STEPS
from handlers.console.line import communes
from handlers.console.page import Console, console_of, go, show
from handlers.console.said import Said
from handlers.store.kept import kept
from handlers.store.models import Campaign, Staff, Variant
from nlu.places import name_of

_Act = Callable[[AsyncSession, str, str | None, datetime], Awaitable[None]]
_HERE = ("127.0.0.1", "localhost", "::1")
_FIELDS = 200  # a tick for each commune, and the others


async def campaigns_page(request: Request, staff: Staff) -> Response:
    """GET /campaigns"""
    console = console_of(request)
    async with console.store.reading() as session:
        found = await campaigns.listed(session)
        counted = select(Variant.campaign_id, func.count()).group_by(Variant.campaign_id)
        numbers = {row[0]: row[1] for row in await session.execute(counted)}
    lines = [(one, campaigns.standing_of(one, console.now()), numbers.get(one.id, 0)) for one in found]
    return show(request, "campaigns.html", lines=lines, words_of=campaign_words)


async def new(request: Request, staff: Staff) -> Response:
    """GET /campaigns/new"""
    return _form(request, {}, [])


async def create(request: Request, staff: Staff) -> Response:
    """POST /campaigns/new: with something wrong the form comes back as it was filled."""
    console = console_of(request)
    given, chosen = await _given(request)
    wanted = form.campaign(given, chosen)
    if isinstance(wanted, list):
        return _form(request, given, chosen, wrong=wanted)
    async with console.store.writing() as session:
        campaign = await campaigns.create(session, wanted, staff.id, console.now())
        path = f"/campaigns/{campaign.id}"
    return go(path, Said.CAMPAIGN_MADE)


async def campaign_page(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}"""
    return await shown(request, request.path_params["id"])


async def edit_form(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/edit"""
    async with console_of(request).store.reading() as session:
        campaign = await session.get(Campaign, request.path_params["id"])
    if campaign is None:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    return _form(request, _as_typed(campaign), campaign.communes.split(","), of=campaign)


async def edit(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/edit: of two who change it the second sees what the first has made of it."""
    console = console_of(request)
    id_ = request.path_params["id"]
    given, chosen = await _given(request)
    wanted = form.campaign(given, chosen)
    version = given.get("version", "")
    meanwhile = False
    try:
        async with console.store.writing() as session:
            if not isinstance(wanted, list):
                known = int(version) if version.isdecimal() and len(version) < 9 else 0
                await campaigns.edit(session, id_, wanted, known, staff.id, console.now())
                return go(f"/campaigns/{id_}", Said.CAMPAIGN_CHANGED)
    except NoSuchCampaign:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    except ChangedMeanwhile:
        meanwhile = True
    async with console.store.reading() as session:
        campaign = await session.get(Campaign, id_)
    if campaign is None:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    wrong = wanted if isinstance(wanted, list) else []
    if not meanwhile:  # whoever corrects a wrong date has still not seen what another changed
        campaign.version = int(version) if version.isdecimal() and len(version) < 9 else 0
    return _form(request, given, chosen, of=campaign, wrong=wrong, meanwhile=meanwhile)


async def end(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/end"""
    return await _done(request, staff, campaigns.end, Said.CAMPAIGN_ENDED)


async def resume(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/resume"""
    return await _done(request, staff, campaigns.resume, Said.CAMPAIGN_RESUMED)


async def delete(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/delete: only with the tick that one is sure."""
    given, _ = await _given(request)
    if given.get("sure") != "yes":
        return go(f"/campaigns/{request.path_params['id']}", Said.CAMPAIGN_NOT_DELETED)
    return await _done(request, staff, campaigns.remove, Said.CAMPAIGN_DELETED, to="/campaigns")


async def add_variant(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/variants"""
    console = console_of(request)
    id_ = request.path_params["id"]
    given, _ = await _given(request)
    wanted = form.variant(given)
    if isinstance(wanted, list):
        return await shown(request, id_, given, wanted)
    try:
        async with console.store.writing() as session:
            await variants.add(session, id_, wanted, staff.id, console.now())
    except NoSuchCampaign:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    except variants.TooMany:
        return go(f"/campaigns/{id_}", Said.TOO_MANY_VARIANTS)
    return go(f"/campaigns/{id_}", Said.VARIANT_ADDED)


async def variant_form(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/variants/{variant}"""
    async with console_of(request).store.reading() as session:
        found = await session.get(Variant, request.path_params["variant"])
    if found is None or found.campaign_id != request.path_params["id"]:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    given = {name: getattr(found, name) for name in ("kind", "label", "hangs")}
    given |= {"commune": found.commune_code or "", "discreet": "yes" if found.discreet else ""}
    return _variant_form(request, given)


async def edit_variant(request: Request, staff: Staff) -> Response:
    """POST /campaigns/{id}/variants/{variant}: its codes stay as they are."""
    console = console_of(request)
    id_, variant_id = request.path_params["id"], request.path_params["variant"]
    given, _ = await _given(request)
    wanted = form.variant(given)
    if isinstance(wanted, list):
        return _variant_form(request, given, wanted)
    try:
        async with console.store.writing() as session:
            await variants.edit(session, id_, variant_id, wanted, staff.id, console.now())
    except NoSuchCampaign:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    return go(f"/campaigns/{id_}", Said.VARIANT_CHANGED)


async def shown(
    request: Request, id_: str, given: Mapping[str, str] | None = None, wrong: list[form.Problem] | None = None
) -> Response:
    """The page of a campaign; with a form for one more variant, as it was filled where something is `wrong` in it."""
    console = console_of(request)
    async with console.store.reading() as session:
        campaign = await session.get(Campaign, id_)
        found = await variants.of_campaign(session, id_)
        came = await funnel(session, id_, console.now(), exact=False)
        bot = None if await kept(session, "telegram_off") else await kept(session, "bot_username")
    if campaign is None:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    return show(
        request,
        "campaign.html",
        status=400 if wrong else 200,
        campaign=campaign,
        standing=campaigns.standing_of(campaign, console.now()),
        where=[name_of(code) or code for code in campaign.communes.split(",") if code],
        variants=[_line(console, one, bot) for one in found],
        came=came.by_variant,
        steps=STEPS,
        given=given or {},
        wrong=wrong or [],
        communes=communes(),
        is_public=urlsplit(console.web_address).hostname not in _HERE,
        words_of=campaign_words,
    )


def _line(console: Console, variant: Variant, bot: str | None) -> dict[str, object]:
    return {
        "variant": variant,
        "place": name_of(variant.commune_code) or "" if variant.commune_code else "",
        "typed": in_halves(variant.typed_code),
        "web": landing_link(console.web_address, variant.link_code),
        "telegram": telegram_link(bot, variant.link_code) if bot else "",
    }


async def _done(request: Request, staff: Staff, act: _Act, said: Said, to: str = "") -> Response:
    console = console_of(request)
    id_ = request.path_params["id"]
    try:
        async with console.store.writing() as session:
            await act(session, id_, staff.id, console.now())
    except NoSuchCampaign:
        return go("/campaigns", Said.CAMPAIGN_GONE)
    return go(to or f"/campaigns/{id_}", said)


async def _given(request: Request) -> tuple[dict[str, str], list[str]]:
    """The fields of a form, and the communes that were ticked."""
    async with request.form(max_fields=_FIELDS, max_files=0) as typed:
        fields = {name: value.replace("\0", "") for name, value in typed.items() if isinstance(value, str)}
        chosen = [value for value in typed.getlist("communes") if isinstance(value, str)]
    return fields, chosen


def _as_typed(campaign: Campaign) -> dict[str, str]:
    names = {f"name_{code}": name for code, name in campaign.names.items()}
    ends = campaign.ends_on.isoformat() if campaign.ends_on else ""
    return {**names, "topic": campaign.topic, "starts_on": campaign.starts_on.isoformat(), "ends_on": ends}


def _form(
    request: Request,
    given: Mapping[str, str],
    chosen: list[str],
    *,
    of: Campaign | None = None,
    wrong: list[form.Problem] | None = None,
    meanwhile: bool = False,
) -> Response:
    return show(
        request,
        "campaign_form.html",
        status=409 if meanwhile else 400 if wrong else 200,
        given=given,
        chosen=chosen,
        campaign=of,
        wrong=wrong or [],
        meanwhile=meanwhile,
        communes=communes(),
        words_of=campaign_words,
    )


def _variant_form(request: Request, given: Mapping[str, str], wrong: list[form.Problem] | None = None) -> Response:
    return show(
        request,
        "variant_form.html",
        status=400 if wrong else 200,
        given=given,
        wrong=wrong or [],
        id=request.path_params["id"],
        communes=communes(),
        words_of=campaign_words,
    )
