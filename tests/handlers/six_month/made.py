"""A made-up half-year as lists, put into a database and counted beside it: cases, contacts, sheets, campaigns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from handlers.campaigns.counting import Counted, write
from handlers.campaigns.topics import Kind, Step
from handlers.figures import demo
from handlers.figures.areas import district_of
from handlers.figures.period import read
from handlers.figures.publishing import prepare, publish
from handlers.permission import Role
from handlers.sheets import entries
from handlers.sheets.entries import Origin
from handlers.sheets.indicators import Kind as Entered
from handlers.sheets.indicators import all_of_them
from handlers.sheets.period import HalfYear
from handlers.sheets.places import STILL_OPEN
from handlers.store.models import Campaign, Variant
from tests.handlers.people import hire

HALF = HalfYear(2026, 1)
AFTER = datetime(2026, 7, 20, 5, tzinfo=UTC)
TODAY = date(2026, 7, 20)
A_YEAR = 240
CAMPAIGNS = (
    ("a" * 32, "Tháng Hành động vì trẻ em", "children_month", date(2026, 6, 1)),
    ("b" * 32, "Hè an toàn", "drowning", date(2026, 5, 15)),
    ("c" * 32, "Thu", "general", date(2026, 9, 1)),
)


def cases():
    """As things stood then: who was not closed yet is not."""
    mine = [one for one in demo.cases(demo.SEED, 2025, 2026, A_YEAR) if one.received < AFTER]
    return [one if one.closed and one.closed < AFTER else replace(one, closed=None, because="") for one in mine]


def contacts():
    return [*demo.contacts(demo.SEED, 2025), *demo.contacts(demo.SEED, 2026)]


def sheets():
    """What 60 of the communes entered, each some of the indicators."""
    random = Random(1)
    values = {}
    for code in sorted(district_of())[:60]:
        for name, of in all_of_them().items():
            if name == STILL_OPEN:
                values[code, name] = "2"
                continue
            if random.random() < 0.3:
                continue
            match of.kind:
                case Entered.TEXT:
                    values[code, name] = "Thiếu cộng tác viên ở buôn xa; đề nghị bố trí kinh phí."
                case Entered.SHARE:
                    values[code, name] = "82.5"
                case Entered.YES:
                    values[code, name] = str(random.randrange(2))
                case Entered.MONEY:
                    values[code, name] = str(random.randrange(5_000_000, 90_000_000))
                case Entered.COUNT:
                    values[code, name] = str(random.randrange(0, 3 if name in ("DN01", "TN01") else 60))
        if (code, "TE01") in values:
            values[code, "TE01"] = str(random.randrange(2500, 9000))
    return values


def arrivals():
    """Campaign, week, step, number; the last week begins after the half-year."""
    weeks = [date(2026, 5, 25), date(2026, 6, 1), date(2026, 6, 29), date(2026, 7, 6)]
    steps = (Step.OPENED, 90), (Step.STARTED, 21), (Step.FINISHED, 1)
    return [(campaign, week, step, number + at) for at, week in enumerate(weeks) for step, number in steps
            for campaign, *_ in CAMPAIGNS[:2]]  # fmt: skip


async def fill(store, *, published: bool = True, entered: bool = True) -> None:
    async with store.writing() as session:
        who = await hire(session, "Sen", Role.LEADER)
        await demo.fill(session, cases(), iter(contacts()), AFTER)
        if entered:
            origin = Origin("Báo cáo mẫu", date(2026, 6, 30))
            await entries.put(session, HALF, sheets(), origin, who, AFTER)
        for id_, name, topic, starts in CAMPAIGNS:
            session.add(Campaign(id=id_, topic=topic, names={"vi": name}, starts_on=starts, created_at=AFTER))
            for at in range(2):
                session.add(Variant(id=f"{at}{id_[1:]}", campaign_id=id_, kind=Kind.SCHOOL, label="Trường mẫu",
                                    link_code=f"{id_[:9]}{at}", typed_code=f"{id_[:7]}{at}",
                                    created_at=AFTER))  # fmt: skip
        await session.flush()
        taken = {Counted(f"0{campaign[1:]}", week, step, "vi"): n for campaign, week, step, n in arrivals()}
        await write(session, taken)
    if published:
        for code in ("2025-H1", "2026-H1"):
            async with store.writing() as session:
                await publish(session, await prepare(session, read(code), AFTER), who, AFTER)
