"""A plausible year, made up from a seed: `python -m handlers.figures.demo sqlite:///var/demo.db` (`make demo`).

No person stands behind any of it, and every page that shows it says so (`is_made_up`). The tests count the same year
in plain Python and compare.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import Because, Status
from handlers.deadlines import VIETNAM
from handlers.figures.areas import district_of
from handlers.figures.coarse import AGES, REPORTERS, SETTINGS, UNSAID, Coarse
from handlers.figures.counters import WHOLE_DAY, What
from handlers.figures.facts import row_of
from handlers.figures.period import monday
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.migrate import upgrade
from handlers.store.models import Case, CaseFact, ContactCount, Staff
from handlers.taxonomy import taxonomy
from handlers.triage import Level
from nlu.places import SCHEME

SEED, YEARS, CASES_A_YEAR, CONTACTS_A_DAY = 14, 4, 52, 25
_MARK = "made_up"
_PIECE = 500

# How often each is met, roughly as what is known of the province (domain brief 6) and of 111 (2).
_KINDS = {
    "TD00": 20, "BL01": 18, "BL02": 7, "BL03": 7, "BR02": 7, "TH01": 6, "TH02": 3, "BO01": 4, "MB04": 2, "MB05": 2,
    "TL01": 3, "TL03": 6, "TN02": 4, "TN03": 2, "CS01": 4, "CS02": 3, "CS08": 2, "NC02": 5, "KH00": 4,
}  # fmt: skip
_SETTINGS = (45, 18, 14, 2, 4, 9)
_AGES = (6, 10, 20, 26, 22, 16)
_REPORTERS = (22, 20, 12, 15, 12, 8, 4, 4, 3)
_HOURS = (4, 2, 1, 1, 1, 2, 4, 7, 10, 11, 11, 10, 9, 9, 11, 12, 12, 12, 11, 14, 17, 16, 12, 7)
_STAFF = (("H'Lan (mẫu)", Role.SUPERVISOR), ("Minh (mẫu)", Role.CASE_WORKER), ("Hạnh (mẫu)", Role.INTAKE),
          ("Tuấn (mẫu)", Role.LEADER))  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case that never was, with its times to the minute."""

    id: str
    received: datetime
    claimed: datetime | None
    contacted: datetime | None
    referred: datetime | None
    closed: datetime | None
    because: str
    kind: str
    level: int
    language: str
    channel: str
    commune: str
    coarse: Coarse


@dataclass(frozen=True, slots=True)
class MadeContact:
    at: datetime
    channel: str
    what: str


def cases(seed: int, first: int, last: int, a_year: int = CASES_A_YEAR) -> list[MadeCase]:
    """Those of the years `first` to `last`, the same for the same seed."""
    return [case for year in range(first, last + 1) for case in _cases_of(Random(f"{seed}/{year}"), year, a_year)]


def contacts(seed: int, year: int, a_day: int = CONTACTS_A_DAY) -> Iterator[MadeContact]:
    """All contacts of a year, most of which become no case."""
    random = Random(f"{seed}/contacts/{year}")
    day = date(year, 1, 1)
    while day.year == year:
        busy = 1.6 if day.month == 6 else 1.3 if day.month in (9, 10, 11) else 1.0  # Tháng Hành động vì trẻ em; school
        quiet = 0.7 if day.weekday() >= 5 else 1.0
        for _ in range(max(0, round(random.gauss(a_day * busy * quiet, 4)))):
            hour = random.choices(range(24), _HOURS)[0]
            at = datetime.combine(day, time(hour, random.randrange(60)), VIETNAM)
            what = random.choices(
                (What.REPORT, What.QUESTION, What.THANKS, What.NUISANCE, What.OTHER), (6, 38, 9, 14, 33)
            )[0]
            yield MadeContact(at, "web" if random.random() < 0.56 else "telegram", what)
        day += timedelta(days=1)


def _cases_of(random: Random, year: int, number: int) -> Iterator[MadeCase]:
    communes = list(district_of())
    weights = [random.paretovariate(1.6) for _ in communes]
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    for _ in range(number):
        day = date(year, 1, 1) + timedelta(days=random.randrange(days))
        at = datetime.combine(day, time(random.choices(range(24), _HOURS)[0], random.randrange(60)), VIETNAM)
        kind = random.choices(list(_KINDS), list(_KINDS.values()))[0]
        level = max(0, int(taxonomy()[kind].severity[1]) - (random.random() < 0.25))
        after = _after(random, at, (2, 12, 90, 600)[level])
        noncase = kind.startswith("NC")
        referred = _after(random, after, 240) if not noncase and level < Level.P3 and random.random() < 0.8 else None
        closed = _after(random, referred or after, 8 * 24 * 60) if random.random() < 0.93 else None
        because = ""
        if closed is not None:
            because = (
                Because.NOTHING_TO_DO
                if noncase
                else random.choices(
                    (Because.HELPED, Because.REFERRED, Because.UNREACHED, Because.NOTHING_TO_DO), (46, 38, 10, 6)
                )[0]
            )
        yield MadeCase(
            id=UUID(int=random.getrandbits(128)).hex,
            received=at,
            claimed=after,
            contacted=_after(random, after, 45) if random.random() < 0.8 else None,
            referred=referred,
            closed=closed,
            because=because,
            kind=kind,
            level=level,
            language=random.choices(("vi", "rad", "en"), (82, 17, 1))[0],
            channel="web" if random.random() < 0.56 else "telegram",
            commune=UNSAID if random.random() < 0.08 else random.choices(communes, weights)[0],
            coarse=Coarse(
                age=UNSAID if random.random() < 0.12 else random.choices(AGES, _AGES)[0],
                sex=random.choices(("girl", "boy", UNSAID), (62, 30, 8))[0],
                setting=UNSAID if random.random() < 0.1 else random.choices(list(SETTINGS), _SETTINGS)[0],
                reporter=UNSAID if random.random() < 0.1 else random.choices(REPORTERS, _REPORTERS)[0],
            ),
        )


def _after(random: Random, at: datetime, usual: float) -> datetime:
    """Some minutes later, mostly fewer than `usual` times two, and now and then many more."""
    return at + timedelta(minutes=max(1, round(usual * random.lognormvariate(0, 0.9))))


async def fill(session: AsyncSession, made: list[MadeCase], talks: Iterator[MadeContact], now: datetime) -> None:
    """Write facts and counters as the console and the bot would have, up to `now`."""
    rows = [row_of(_as_case(case, now), case.id, case.coarse, now) for case in made if case.received < now]
    numbers: dict[tuple[date, int, str, str], int] = {}
    for talk in talks:
        if talk.at >= now:
            continue
        day = talk.at.date()
        keys = (
            (day, WHOLE_DAY, talk.channel, What.CONTACT.value),
            (day, WHOLE_DAY, "", str(talk.what)),
            (monday(day), talk.at.hour, "", What.CONTACT.value),
        )
        for key in keys:
            numbers[key] = numbers.get(key, 0) + 1
    counted = [dict(zip(("since", "hour", "channel", "what", "number"), (*key, n), strict=True)) for key, n in
               sorted(numbers.items())]  # fmt: skip
    for table, filled in ((CaseFact, rows), (ContactCount, counted)):
        for start in range(0, len(filled), _PIECE):
            await session.execute(insert(table), filled[start : start + _PIECE])
    await keep(session, _MARK, f"seed {SEED}")


async def is_made_up(session: AsyncSession) -> bool:
    """Whether this database was filled with what never was."""
    return await kept(session, _MARK) is not None


def _as_case(made: MadeCase, now: datetime) -> Case:
    """A case as far as a fact looks at it; it is never put into the database."""
    known = {name: at if at is not None and at < now else None for name, at in (
        ("claimed_at", made.claimed), ("contacted_at", made.contacted), ("referred_at", made.referred),
        ("closed_at", made.closed))}  # fmt: skip
    is_closed = known["closed_at"] is not None
    return Case(
        received_at=made.received.astimezone(UTC), status=Status.CLOSED if is_closed else Status.OPEN,
        group=made.kind, level=made.level, language=made.language, channel=made.channel,
        commune_code=made.commune or None, commune_scheme=SCHEME if made.commune else None,
        closed_because=made.because if is_closed else None, **known,
    )  # fmt: skip


async def _main(url: str, now: datetime) -> str:
    upgrade(url)
    store = Store(url)
    try:
        async with store.writing() as session:
            if await is_made_up(session):
                return "This database holds a made-up year already."
            for number, (name, role) in enumerate(_STAFF):
                session.add(Staff(id=f"{number:032x}", login=f"mau{number}", name=name, role=role, created_at=now))
            year = now.astimezone(VIETNAM).year
            years = range(year - YEARS + 1, year + 1)
            talks = chain.from_iterable(contacts(SEED, one) for one in years)
            await fill(session, cases(SEED, years[0], years[-1]), talks, now)
    finally:
        await store.close()
    return f"{YEARS} made-up years stand in {url}. To look at them, start the console with CHUNGTAY_DATABASE_URL={url}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which database, an empty one: python -m handlers.figures.demo sqlite:///var/demo.db")
    print(asyncio.run(_main(sys.argv[1], datetime.now(UTC))))
