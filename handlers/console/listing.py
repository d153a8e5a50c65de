"""The queue as the database is asked for it: tabs, filters, counts, and one page in order.

Closed cases are never counted and never sorted: they are read from an index, the newest first, and only at the end of
"all". So the queue costs the same however many there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, String, and_, cast, extract, func, literal, or_, select, union_all
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import tasks
from handlers.attention import LIVE
from handlers.case import Status
from handlers.console.reporters import UNKNOWN, those
from handlers.day import bounds, day_of
from handlers.deadlines import TO_CLAIM, TWELVE_HOURS
from handlers.duty import seen_by
from handlers.permission import Right, may
from handlers.store.models import Case, Interpretation, Staff
from handlers.triage import Level
from locales import N_

PAGE = 50
TABS = {
    "mine": N_("Mine"),
    "unclaimed": N_("Unclaimed"),
    "overdue": N_("Overdue"),
    "all": N_("All"),
    "elsewhere": N_("Waiting for others"),
}
_VALUE = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class View:
    """What somebody wants to see of the queue: codes only, "" for everything."""

    level: str = ""
    group: str = ""
    commune: str = ""
    language: str = ""
    reporter: str = ""
    owner: str = ""
    when: str = ""

    def __str__(self) -> str:
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def conditions(self, now: datetime, reporters: Mapping[str, str]) -> list[ColumnElement[bool]]:
        """`reporters` says of each live case who reports: no column does."""
        facets = {**_FACETS, "when": _when(now)}
        known: list[ColumnElement[bool]] = [
            expression == value for name, expression in facets.items() if (value := getattr(self, name))
        ]
        return [*known, those(reporters, self.reporter)] if self.reporter else known


def view_from(given: Mapping[str, str] | str) -> View:
    """From a form, or from how it was kept; whatever is no code is left out."""
    values = dict(parse_qsl(given)) if isinstance(given, str) else given
    found = {one.name: values.get(one.name, "") for one in fields(View)}
    return View(**{name: value for name, value in found.items() if _VALUE.fullmatch(value)})


_FACETS: dict[str, ColumnElement[str]] = {
    "level": cast(Case.level, String),
    "group": func.substr(Case.group, 1, 2),
    "commune": func.coalesce(Case.commune_code, UNKNOWN),
    "language": cast(Case.language, String),
    "owner": func.coalesce(Case.claimed_by, ""),
}
WHEN = {
    "today": N_("today"),
    "yesterday": N_("yesterday"),
    "week": N_("before that, within 7 days"),
    "older": N_("longer ago"),
}


def _when(now: datetime) -> ColumnElement[str]:
    """On which day of Viet Nam the first message came, as a key of WHEN."""
    begin, _ = bounds(day_of(now))
    edges = [(begin, "today"), (begin - timedelta(days=1), "yesterday"), (begin - timedelta(days=6), "week")]
    return sql_case(*((Case.received_at >= edge, literal(name)) for edge, name in edges), else_=literal("older"))


@dataclass(frozen=True, slots=True)
class Listing:
    """One page. `counts` are of open cases by tab, `facets` by filter and value; `hidden` the filters leave out."""

    cases: list[Case]
    counts: dict[str, int]
    facets: dict[str, dict[str, int]]
    hidden: int
    more: bool


async def counted(
    session: AsyncSession, staff: Staff, view: View, now: datetime, reporters: Mapping[str, str]
) -> dict[str, int]:
    """How many open cases each tab has of what this person wants to see."""
    sums = [func.coalesce(func.sum(sql_case((_of(tab, staff, now), 1), else_=0)), 0) for tab in TABS]
    row = (await session.execute(select(*sums).where(LIVE, seen_by(staff), *view.conditions(now, reporters)))).one()
    return dict(zip(TABS, map(int, row), strict=True))


async def listed(
    session: AsyncSession,
    staff: Staff,
    tab: str,
    view: View,
    page: int,
    now: datetime,
    reporters: Mapping[str, str],
    folded: Collection[str] = (),
) -> Listing:
    """One page of a tab, the most urgent first and in one level who has least time left; without the `folded` ids.

    Who reports is known of live cases alone (handlers/console/reporters.py): who filters by it sees no closed ones.
    """
    counts = await counted(session, staff, view, now, reporters)
    narrowed = view.conditions(now, reporters)
    shown = [LIVE, seen_by(staff), _of(tab, staff, now)]
    all_of_tab = counts if view == View() else await counted(session, staff, View(), now, reporters)
    offset = page * PAGE
    unfolded = [Case.id.not_in(folded)] if folded else []
    wanted = select(Case).where(*shown, *narrowed, *unfolded).order_by(Case.level, due(), Case.number)
    cases = list(await session.scalars(wanted.limit(PAGE + 1).offset(offset)))
    if tab == "all" and len(cases) <= PAGE:
        closed = select(Case).where(_closed(staff), seen_by(staff), *narrowed)
        closed = closed.order_by(Case.closed_at.desc()).limit(PAGE + 1 - len(cases))
        cases += await session.scalars(closed.offset(max(0, offset - counts["all"] + len(folded))))
    facets = await _facets(session, shown, now)
    here = set(await session.scalars(select(Case.id).where(*shown))) if reporters and tab != "all" else reporters.keys()
    facets["reporter"] = dict(Counter(reporters.get(id_, UNKNOWN) for id_ in here))
    return Listing(cases[:PAGE], counts, facets, all_of_tab[tab] - counts[tab], len(cases) > PAGE)


def _closed(staff: Staff) -> ColumnElement[bool]:
    """By their index for who sees all; who was brought to a few is shown those, and no index of closed ones is read."""
    sees_all = may(staff.role, Right.CLAIM)
    return Case.status == Status.CLOSED if sees_all else func.coalesce(Case.status, "") == Status.CLOSED


async def _facets(
    session: AsyncSession, shown: Iterable[ColumnElement[bool]], now: datetime
) -> dict[str, dict[str, int]]:
    """How many of the tab's cases have which value, whatever else is filtered."""
    facets = {**_FACETS, "when": _when(now)}
    # The table is gone through once; each filter then counts what was found.
    there = select(*(expression.label(name) for name, expression in facets.items())).where(*shown).cte("there")
    parts = [
        select(literal(name), there.c[name].label("value"), func.count()).group_by(there.c[name]) for name in facets
    ]
    found: dict[str, dict[str, int]] = {name: {} for name in facets}
    for name, value, count in await session.execute(union_all(*parts)):
        found[name][value] = count
    return found


def _of(tab: str, staff: Staff, now: datetime) -> ColumnElement[bool]:
    match tab:
        case "mine":
            mine = and_(Case.claimed_by == staff.id, Case.status == Status.CLAIMED)
            return or_(mine, tasks.named_on(staff.id)) if staff.role in tasks.READS_ALL else mine
        case "unclaimed":
            return Case.status == Status.OPEN
        case "overdue":
            return or_(*[_is_over(level, now) for level in Level])
        case "elsewhere":
            silent = or_(Interpretation.told_at.is_(None), Interpretation.told_at < Interpretation.asked_at)
            asked = select(Interpretation.case_id).where(Interpretation.case_id == Case.id, silent).exists()
            return and_(Case.status == Status.CLAIMED, or_(Case.referred_at.is_not(None), asked))
    return LIVE


def _is_over(level: Level, now: datetime) -> ColumnElement[bool]:
    over: ColumnElement[bool] = and_(Case.status == Status.OPEN, Case.waits_since <= now - TO_CLAIM[level])
    if level is not Level.P3:
        over = or_(over, Case.received_at <= now - TWELVE_HOURS)
    return and_(Case.level == level, over)


def due() -> ColumnElement[int]:
    """What handlers/console/clocks.py calls the nearest clock, in seconds; without one when it came."""
    received, waits = extract("epoch", Case.received_at), extract("epoch", Case.waits_since)
    twelve = received + int(TWELVE_HOURS.total_seconds())
    to_claim = waits + sql_case({level: int(TO_CLAIM[level].total_seconds()) for level in Level}, value=Case.level)
    nearest = sql_case((to_claim < twelve, to_claim), else_=twelve)
    is_open, calm = Case.status == Status.OPEN, Case.level == Level.P3
    return sql_case((and_(is_open, calm), to_claim), (is_open, nearest), (calm, received), else_=twelve)
