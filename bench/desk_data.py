"""Fills a database as a line's would look after years: made-up cases, open and closed, with what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import glance, report
from handlers.audit import Act, note
from handlers.case import Answer, ItemKind, Report
from handlers.console.kinds import REPORTERS
from handlers.heartbeat import Process, beat
from handlers.item import add_item, add_staff_item
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, bot_keys
from handlers.store.models import (
    Alert,
    Audit,
    Base,
    Case,
    CaseKey,
    Correction,
    HandOver,
    Interpretation,
    Item,
    Job,
    Referral,
    Reply,
    Task,
)
from handlers.store.seal import new_case_keys
from handlers.triage import Facts, Level, Triage
from tests.handlers.people import chat, judged

_GROUPS = ("TD00", "BL01", "BL03", "BR02", "TH01", "TL02", "TN03", "KH00", "NC04")
_YEARS = 3 * 365 * 24 * 60  # minutes over which closed cases are spread
HERE = "24133"  # a commune
_SENTENCE = "Hôm nay cháu lại không đi học, bố cháu say rượu và la mắng cả nhà từ sáng đến giờ. "
Row = Mapping[str, object]


async def fill(
    store: Store, folder: Path, now: datetime, live: int, closed: int, *, over: int = _YEARS, staff: Sequence[str] = ()
) -> None:
    """As many cases as are named, and no others; closed ones began within the last so many minutes.

    With `staff` each that was claimed is somebody's, and of the claimed ones one in nine lies still and unread.
    """
    random, writer = Random(13), bot_keys(folder / "keys")
    cases: list[Row] = []
    wraps: list[Row] = []
    for number in range(live + closed):
        id_, is_closed = uuid4().hex, number >= live
        # What nobody looks at needs no keys of its own: making them is what takes long here.
        wrapped = new_case_keys(id_, writer.console_public, writer.recovery_public) if not is_closed else None
        ago = timedelta(minutes=random.randrange(1, over if is_closed else 3000))
        case = Case(
            id=id_,
            number=f"26-{number:05}",
            receipt_hash=uuid4().hex,
            public_key=wrapped.public if wrapped else b"",
            channel="web",
            language=random.choice(("vi", "vi", "vi", "rad")),
            status="closed" if is_closed else random.choice(("open", "claimed")),
            level=random.choice((0, 1, 1, 2, 2, 2, 3)),
            group=random.choice(_GROUPS),
            commune_code=str(24133 + random.randrange(60)),
            commune_scheme="2025",
            received_at=now - ago,
            opened_at=now - ago,
            alerted_at=now - ago,
            waits_since=now - ago,
            closed_at=now - ago * random.random() if is_closed else None,
            notice_version="",
            legal_basis="",
        )
        if staff and case.status != "open":
            case.claimed_by, case.claimed_at = random.choice(staff), now - ago + timedelta(minutes=9)
            case.worked_at = case.claimed_at if number % 3 else now
            case.contacted_at = case.claimed_at if number % 4 else None
            if case.status == "claimed" and number % 9 == 1:
                case.asked_at = case.passed_on_at = now
                case.unread_since = now - timedelta(hours=3)
        if wrapped:
            role = random.choice(tuple(REPORTERS))
            glance.show_reporter(case, Report((Answer("role", "", "", role),), Facts(), "vi"))
            glance.show_reason(case, Triage(Level.P1, "TD00", ("Sexual abuse is always urgent",)))
            wraps.append({"case_id": id_, "for_console": wrapped.for_console, "for_recovery": wrapped.for_recovery})
        names = [column.key for column in Case.__mapper__.column_attrs]
        cases.append({name: getattr(case, name) for name in names if name in case.__dict__})
    async with store.writing() as session:
        await session.execute(delete(CaseKey))
        await session.execute(delete(Case))
        await _put(session, Case, cases)
        await _put(session, CaseKey, wraps)


async def furnish(store: Store, now: datetime, interpreter: str, staff: Sequence[str]) -> None:
    """What hangs on the cases: alerts, records, replies, jobs; on all open and one in twenty closed ones also more."""
    random = Random(14)
    rows: dict[type[Base], list[Row]] = {
        one: [] for one in (Item, Audit, Alert, Reply, Job, Task, Referral, Interpretation, HandOver, Correction)
    }
    async with store.writing() as session:
        cases = await session.execute(select(Case.id, Case.status, Case.received_at, Case.claimed_by))
        for number, (id_, status, at, claimed_by) in enumerate(cases.all()):
            who, item, live = claimed_by or staff[0], uuid4().hex, status != "closed"
            target, of = f"staff:{random.choice(staff)}", {"case_id": id_}
            alert = {**of, "round": int(at.timestamp()), "at": at, "delivered_at": at, "target": target}
            rows[Alert] += [{**alert, "rung": rung, "taken_shown": not live} for rung in range(2)]
            acts = (Act.READ,) if live else (Act.CLAIM, Act.READ, Act.READ, Act.REPLY)
            rows[Audit] += [{**of, "at": at, "staff_id": who, "act": act} for act in acts]
            sealed = {"sealed": b"", "staff_id": who}
            rows[Item].append({**of, "id": item, "kind": ItemKind.REPLY, "created_at": at, **sealed})
            rows[Reply].append({**of, "item_id": item, "created_at": at, "opened_at": at})
            job = {**of, "worker": "telegram", "kind": "alert", "lane": target, "created_at": at, "due_at": at}
            rows[Job].append({**job, "done_at": at, "failure": None if number % 500 else "blocked"})
            if not live and number % 20:
                continue
            if number % 5 == 0:
                by = {"commune_code": HERE, "commune_scheme": "2025", "referred_by": who, "referred_at": at}
                rows[Referral].append({**of, **by})
                asked = {"staff_id": interpreter, "language": "rad", "asked_by": who, "asked_at": at}
                rows[Interpretation].append({**of, **asked})
            if number % 5 == 1:
                rows[Task].append({**of, "item_id": item, "due_at": now + timedelta(hours=random.randrange(-9, 40))})
            if number % 50 == 2 and claimed_by:
                rows[HandOver].append({**of, "from_id": who, "to_id": random.choice(staff), "offered_at": now})
            if number % 100 == 3:
                rows[Correction].append({**of, "item_id": item, "source": "what"})
        for model, found in rows.items():
            await _put(session, model, found)
        for process in Process:
            await beat(session, process, now + timedelta(hours=2))  # nobody falls silent while this runs


async def long_talk(store: Store, folder: Path, now: datetime, staff_id: str, interpreter: str) -> str:
    """The number of a case of this person with 200 entries: both sides' words, and what was done.

    It was referred to the commune HERE, and the interpreter is asked.
    """
    keys, began = bot_keys(folder / "keys"), now - timedelta(hours=5)
    told = (
        Answer("what", "Chuyện gì?", _SENTENCE * 3, _SENTENCE * 3),
        Answer("role", "Bạn là ai?", "Cô giáo của cháu", "school"),
        Answer("contact_how", "Gọi số nào?", "0900 000 417", "0900 000 417"),
    )
    async with store.writing() as session:
        case = await _opened(session, keys, told, began)
        case.status, case.claimed_by, case.claimed_at = "claimed", staff_id, began
        for at in range(199):
            when = began + timedelta(minutes=at)
            if at % 10 == 9:
                note(session, Act.TAKE_OVER, at=when, staff_id=staff_id, case_id=case.id)
                continue
            ours = at % 3 == 2
            plain = f"{at}. {_SENTENCE}".encode()
            if not ours:
                add_item(session, case, ItemKind.MESSAGE, plain, now=when)
            else:
                item = (await add_staff_item(session, case, ItemKind.REPLY, plain, now=when, staff_id=staff_id)).id
                await session.flush()
                session.add(Reply(item_id=item, case_id=case.id, created_at=when, opened_at=when))
        referral: dict[str, Any] = {"referred_by": staff_id, "referred_at": began}
        session.add(Referral(case_id=case.id, commune_code=HERE, commune_scheme="2025", **referral))
        question: dict[str, Any] = {"language": "rad", "asked_by": staff_id, "asked_at": began}
        session.add(Interpretation(case_id=case.id, staff_id=interpreter, **question))
        case.worked_at = now
        return case.number


async def _opened(session: AsyncSession, keys: BotKeys, told: tuple[Answer, ...], at: datetime) -> Case:
    whole, of_chat = Report(told, Facts(), "vi", HERE, "2025"), await chat(session)
    made = await report.open_case(session, keys, whole, judged(Level.P1), conversation=of_chat, received_at=at, now=at)
    return await session.get_one(Case, made.case_id)


async def _put(session: AsyncSession, model: type[Base], rows: Iterable[Row]) -> None:
    same: dict[frozenset[str], list[Row]] = {}
    for row in rows:
        same.setdefault(frozenset(row), []).append(row)
    for part in same.values():
        for at in range(0, len(part), 1000):
            await session.execute(insert(model), part[at : at + 1000])
