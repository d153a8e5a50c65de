"""The queue: every case that one may see, the most urgent first.

It asks again when the bell has heard of a change, and each minute.
"""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import changes, escalation, tasks
from handlers import nuisance as nuisances
from handlers.attention import LIVE
from handlers.console import listing, nuisance, words
from handlers.console.bell import ringing
from handlers.console.kinds import GROUPS, REPORTERS, UNSORTED
from handlers.console.line import commune_name, line, staff_names
from handlers.console.listing import PAGE, TABS, WHEN, Listing, View, view_from
from handlers.console.page import Console, console_of, fields, go, show
from handlers.console.reporters import UNKNOWN
from handlers.console.said import Said
from handlers.duty import CLAIMING
from handlers.escalation import Outcome
from handlers.order import in_order
from handlers.permission import Right, may
from handlers.store.models import Case, Staff
from handlers.triage import Level
from locales import N_

FILTERS = {
    "level": N_("Urgency"),
    "group": N_("Group"),
    "commune": N_("Commune"),
    "language": N_("Language"),
    "reporter": N_("Who reports"),
    "owner": N_("Claimed by"),
    "when": N_("First message"),
}
_GATHERED = ("unclaimed", "overdue", "all")  # tabs where a burst is one thing, unless somebody filters
FRESH = 30  # seconds that a board is answered "unchanged", although its clocks have run on
_BUILD = token_hex(4)  # a console that starts anew may show the same cases in another way


async def queue(request: Request, staff: Staff) -> Response:
    """GET /queue?tab=…&page=…; to the board's own refresh nothing but "unchanged", where nothing is."""
    console = console_of(request)
    claims = may(staff.role, Right.CLAIM)
    view = view_from(staff.queue_view) if claims else View()
    tab = request.query_params.get("tab", "") if claims else "all"
    page = request.query_params.get("page", "0")
    at = min(int(page), 10_000) if page.isascii() and page.isdigit() else 0
    unfold = request.query_params.get("unfold", "")
    refresh = request.headers.get("hx-request") == "true"
    async with console.store.reading() as session:
        tag = await _tag(console, session, staff, tab, at, unfold)
        if refresh and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        values = await _board(console, session, staff, tab, view, at, unfold)
        if not refresh:
            values |= await ringing(request, staff, session) | {"just_closed": nuisance.just_closed(request)}
    answer = show(request, "_board.html" if refresh else "queue.html", **values, refresh=refresh)
    answer.headers["ETag"] = tag
    return answer


async def keep_view(request: Request, staff: Staff) -> Response:
    """POST /queue/view: what this person wants to see, until they say otherwise; `clear` shows everything again."""
    console = console_of(request)
    tab, clear, *given = await fields(request, "tab", "clear", *FILTERS)
    view = View() if clear else view_from(dict(zip(FILTERS, given, strict=True)))
    async with console.store.writing() as session:
        (await session.get_one(Staff, staff.id)).queue_view = str(view)
    return go(f"/queue?tab={tab}" if tab in TABS else "/queue")


SAID_OF = {
    Outcome.WON: Said.CLAIMED,
    Outcome.YOURS: Said.YOURS,
    Outcome.TAKEN: Said.TAKEN,
    Outcome.CLOSED: Said.CASE_CLOSED,
    Outcome.NOT_STAFF: Said.NOT_STAFF,
    Outcome.NO_CASE: Said.NO_CASE,
}


async def claim(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/claim: the first wins, everybody else is told who it was."""
    console = console_of(request)
    number = request.path_params["number"]
    async with console.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        if case is None:
            return go("/queue", Said.NO_CASE)
        outcome = await escalation.claim(session, case.id, staff.id, console.now())
    # Who was faster, and when, is read from the case when the page is shown: no name goes into an address.
    said = SAID_OF[outcome.reason]
    if said is Said.CLAIMED and staff.on_duty_since is None:
        said = Said.CLAIMED_OFF_DUTY
    return go(f"/cases/{number}", said)


async def _tag(console: Console, session: AsyncSession, staff: Staff, tab: str, page: int, unfold: str) -> str:
    """Names what the board shows: the cases, whoever looks and what they want to see, and the time in half minutes."""
    person = (staff.id, staff.role, staff.languages, staff.commune_code, staff.commune_scheme, staff.queue_view)
    seen = (await changes.of_queue(session), *person, staff.on_duty_since is None, tab, page, unfold)
    now = int(console.now().timestamp()) // FRESH
    return f'"{sha256(repr((_BUILD, now, seen)).encode()).hexdigest()[:24]}"'


async def _board(
    console: Console, session: AsyncSession, staff: Staff, tab: str, view: View, page: int, unfold: str
) -> dict[str, Any]:
    """What the board's template needs."""
    now, claims = console.now(), may(staff.role, Right.CLAIM)
    # Who reports is not for a commune, nor for an interpreter before they read (handlers/console/opening.py).
    stamp = await changes.of_queue(session)
    reporters = await console.reporters.of(session, console.keys.private, LIVE, stamp) if claims else {}
    tabs = TABS if claims else {"all": TABS["all"]}
    if tab not in tabs:
        counts = await listing.counted(session, staff, view, now, reporters)
        tab = "unclaimed" if counts["unclaimed"] or not counts["mine"] else "mine"
    gathers = claims and view == View() and tab in _GATHERED
    bursts = await console.bursts.of(session, console.keys.private, now, stamp) if gathers else ()
    open_one = next((burst for burst in bursts if unfold in burst.numbers), None)
    folded = [id_ for burst in bursts if burst is not open_one for id_ in burst.ids[1:]]
    found = await listing.listed(session, staff, tab, view, page, now, reporters, folded)
    names = await staff_names(session)
    glimpses = await console.glimpses.of(session, console.keys.private, found.cases) if claims else {}
    to_do = await tasks.counts(session, [one.id for one in found.cases], now) if claims else {}
    here = select(Staff.name).where(Staff.active, Staff.role.in_(CLAIMING), Staff.on_duty_since.is_not(None))
    return {
        "tabs": {name: (label, found.counts[name]) for name, label in tabs.items()},
        "tab": tab,
        "page": page,
        "more": found.more,
        "first": page * PAGE,
        "lines": [line(one, names, now, console.translate, glimpses.get(one.id)) for one in found.cases],
        "bursts": {burst.numbers[0]: burst for burst in bursts},
        "unfolded": open_one.newest if open_one is not None else "",
        "nuisances": await nuisances.offered(session, found.cases) if may(staff.role, Right.NUISANCE) else set(),
        "tasks": to_do,
        "view": view,
        "hidden": found.hidden,
        "filters": _filters(console, found, names, view) if claims else [],
        "here_now": sorted(await session.scalars(here), key=in_order) if claims else [],
    }


def _filters(
    console: Console, found: Listing, names: dict[str, str], view: View
) -> list[tuple[str, str, str, list[tuple[str, str, int]]]]:
    """Each filter: its name, its label, what is chosen, and the values that there are with how many cases have them."""
    _ = console.translate
    called = {
        "level": {str(one.value): f"{one.name} {_(words.LEVELS[one])}" for one in Level},
        "group": {key: _(label) for key, label in GROUPS.items() if key != UNSORTED} | {UNSORTED: _(GROUPS[UNSORTED])},
        "commune": {UNKNOWN: _(N_("not known"))},
        "language": {key: _(label) for key, label in words.LANGUAGES.items()},
        "reporter": {key: _(label) for key, label in REPORTERS.items()} | {UNKNOWN: _(N_("not known who"))},
        "owner": {"": _(N_("nobody yet")), **names},
        "when": {key: _(label) for key, label in WHEN.items()},
    }
    shown = []
    for name, label in FILTERS.items():
        chosen = getattr(view, name)
        counts = dict(found.facets[name])
        counts.pop("", None)  # whose nobody is has a tab of its own
        if chosen:
            counts.setdefault(chosen, 0)
        values = [(value, called[name].get(value) or commune_name(value), count) for value, count in counts.items()]
        if name in ("level", "when"):
            values.sort(key=lambda one: list(called[name]).index(one[0]) if one[0] in called[name] else 99)
        else:
            values.sort(key=lambda one: one[1])
        shown.append((name, label, chosen, values))
    return shown
