"""Reading what the six-month report is written from: figures, entered sheets, campaigns; small numbers hidden.

Tables by age, sex, kind or place are taken from what was published alone: a report that is sent is a publication, and
no later table could hide what it showed. Without one, or with an earlier cut-off day, they are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.figures.areas import commune_name, district_of
from handlers.figures.board import Board, board
from handlers.figures.counters import What
from handlers.figures.demo import is_made_up
from handlers.figures.period import Period, Span, around
from handlers.figures.publishing import published
from handlers.figures.reading import contacts, figures
from handlers.figures.suppression import FEW, lumped
from handlers.figures.tables import TOTAL
from handlers.order import in_order
from handlers.sheets import places
from handlers.sheets.indicators import Kind, all_of_them
from handlers.sheets.period import HalfYear
from handlers.six_month.source import HARM_CELLS, Campaign, Remark, Source
from handlers.store.models import Arrived, Variant
from handlers.store.models import Campaign as CampaignRow

Values = dict[str, int | None]
HARM = frozenset({"DN01", "TN01", "TN02"})  # entered, and hidden where they are few: each stands for a child
IN_ANNEX = ("TE01", "TE02", "TE03", "BM04")
OF_CHILDREN = frozenset({"TE02", "TE03"})  # of a commune shown where they are not few
STEPS = ("opened", "started", "finished")


class NoReport(Exception):
    """There is no such report: the half-year has not begun, or the cut-off day is not one of its days that are over."""


def last_cut_off(half: HalfYear, today: date) -> date:
    """The latest day up to which a report can be written today. Raises NoReport."""
    if half.first >= today:
        raise NoReport
    return min(half.last, today - timedelta(days=1))


async def gather(session: AsyncSession, half: HalfYear, until: date, today: date) -> Source:
    """Raises NoReport."""
    if not half.first <= until <= last_cut_off(half, today):
        raise NoReport
    values: Values = {"communes": len(district_of())}
    await _talks(session, half, until, values)
    is_published, weeks_until = await _cases(session, half, until, values)
    cells = await places.sheet(session, half, until)
    timely = {cell: entry.value for cell, entry in cells.items() if entry.value is not None and entry.as_of <= until}
    late = sum(entry.value is not None and entry.as_of > until for entry in cells.values())
    _sheets(timely, values)
    names = {code: commune_name(code) for code in district_of()}
    campaigns = await _campaigns(session, half, until, values)
    said = sorted(timely.items(), key=lambda one: (in_order(commune_name(one[0][0])), one[0][1]))
    remarks = [Remark(commune_name(code), name, text) for (code, name), text in said
               if name in all_of_them() and all_of_them()[name].kind is Kind.TEXT]  # fmt: skip
    return Source(
        half=half,
        until=until,
        written=today,
        values=values,
        communes=dict(sorted(names.items(), key=lambda one: in_order(one[1]))),
        campaigns=tuple(campaigns),
        remarks=tuple(remarks),
        published=is_published,
        weeks_until=weeks_until,
        too_late=late,
        made_up=await is_made_up(session),
    )


async def _talks(session: AsyncSession, half: HalfYear, until: date, values: Values) -> None:
    """Contacts to the day itself, and of as long the year before."""
    found = await contacts(session, Period(Span.FREE, half.first, until))
    earlier = Period(Span.FREE, _year_before(half.first), _year_before(until))
    before = await contacts(session, earlier)
    values["contacts"] = sum(number for (_, _, what), number in found.items() if what == What.CONTACT)
    values["contacts/before"] = sum(number for (_, _, what), number in before.items() if what == What.CONTACT)
    for month in range(half.first.month, until.month + 1):
        values[f"contacts/month/{month:02d}"] = sum(
            number for (at, _, what), number in found.items() if what == What.CONTACT and at.month == month
        )
    channels: Counter[str] = Counter()
    first: Counter[str] = Counter({what: 0 for what in What if what != What.CONTACT})
    for (_, channel, what), number in found.items():
        (channels if what == What.CONTACT else first)[channel if what == What.CONTACT else what] += number
    values |= {f"contacts/channel/{name}": number for name, number in covered(channels).items()}
    values |= {f"contacts/first/{name}": number for name, number in covered(first).items()}


async def _cases(session: AsyncSession, half: HalfYear, until: date, values: Values) -> tuple[bool, date | None]:
    """The published tables where the whole half-year is reported; else the province's totals, by whole weeks."""
    period = around(Span.HALF, half.first)
    known = await published(session)
    before = known.get(around(Span.HALF, _year_before(half.first)).code)
    if until == half.last:
        frozen = known.get(period.code)
        found = await board(session, period)
        _promises(found, values)
        if frozen is not None:
            values |= dict.fromkeys(HARM_CELLS.values(), 0)  # what there was none of has no cell
            values |= {at.code: frozen.shown(at) for at in frozen.numbers}
            values["cases"] = frozen.shown(TOTAL)
            if before is not None:
                values["cases/before"] = before.shown(TOTAL)
            return True, None
        values["cases"] = unless_few(found.cases)
        return False, None
    sunday = until - timedelta(days=(until.weekday() + 1) % 7)
    weeks = await figures(session, period, ("week",), cases_only=True)
    values["cases"] = unless_few(sum(n for (week,), n in weeks.items() if week + timedelta(days=6) <= sunday))
    return False, sunday


def _promises(found: Board, values: Values) -> None:
    for name, (kept, of) in (("in_time", found.claimed_in_time), ("plans", found.plans_in_time)):
        # A pair is shown only where neither it nor what is left over is few.
        small = any(0 < number < FEW for number in (kept, of - kept, found.cases - of))
        values[name], values[f"{name}/of"] = (None, None) if small else (kept, of)


def _sheets(cells: Mapping[tuple[str, str], str], values: Values) -> None:
    communes = {code for code, _ in cells}
    values["sheet/communes"] = len(communes)
    for name, indicator in all_of_them().items():
        mine = {code: value for (code, of), value in cells.items() if of == name}
        values[f"sheet/{name}/communes"] = len(mine)
        if indicator.kind in (Kind.TEXT, Kind.SHARE) or not mine:
            continue
        total = sum(int(value) for value in mine.values())
        values[f"sheet/{name}"] = unless_few(total) if name in HARM else total
        if name in IN_ANNEX:
            each = {code: int(value) for code, value in mine.items()}
            shown = covered(each) if name in OF_CHILDREN else each
            values |= {f"commune/{code}/{name}": number for code, number in shown.items()}
    both = [(int(cells[code, "TG02"]), int(cells[code, "TE02"])) for code in communes
            if (code, "TG02") in cells and (code, "TE02") in cells]  # fmt: skip
    if both:
        values["sheet/supported"], values["sheet/supported/of"] = map(sum, zip(*both, strict=True))


async def _campaigns(session: AsyncSession, half: HalfYear, until: date, values: Values) -> list[Campaign]:
    """Those that ran in the period, with who arrived by them in the weeks that began in it."""
    rows = await session.scalars(
        select(CampaignRow).where(
            CampaignRow.starts_on <= until, func.coalesce(CampaignRow.ends_on, half.last) >= half.first
        ).order_by(CampaignRow.starts_on, CampaignRow.id)
    )  # fmt: skip
    found = [Campaign(row.id, row.names.get("vi") or next(iter(row.names.values()), ""), row.topic) for row in rows
             if row.ended_at is None or row.ended_at.date() >= half.first]  # fmt: skip
    variants = await session.execute(select(Variant.campaign_id, func.count()).group_by(Variant.campaign_id))
    places = {row[0]: row[1] for row in variants}
    came = await session.execute(
        select(Variant.campaign_id, Arrived.step, func.sum(Arrived.number))
        .join(Variant, Variant.id == Arrived.variant_id)
        .where(Arrived.week.between(half.first, until))
        .group_by(Variant.campaign_id, Arrived.step)
    )
    steps = {(row[0], row[1]): int(row[2]) for row in came}
    values["campaigns"] = len(found)
    values["campaigns/variants"] = sum(places.get(one.id, 0) for one in found)
    for step in ("opened", "started"):
        values[f"campaigns/{step}"] = sum(steps.get((one.id, step), 0) for one in found)
    for topic in {one.topic for one in found} | {"drowning", "child_marriage"}:
        mine = [one for one in found if one.topic == topic]
        values[f"campaigns/{topic}"] = len(mine)
        values[f"campaigns/{topic}/opened"] = sum(steps.get((one.id, "opened"), 0) for one in mine)
    for one in found:
        values[f"campaign/{one.id}/variants"] = places.get(one.id, 0)
        for step in STEPS:
            number = steps.get((one.id, step), 0)
            values[f"campaign/{one.id}/{step}"] = unless_few(number) if step == "finished" else number
    return found


def covered(numbers: Mapping[str, int]) -> Values:
    """The same numbers without the small ones, and without those by which a small one could be worked out."""
    shown = lumped(numbers, "")
    return {name: shown.get(name) for name in numbers}


def unless_few(number: int) -> int | None:
    return None if 0 < number < FEW else number


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
