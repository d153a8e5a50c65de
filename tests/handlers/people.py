"""The people and reports that the tests of this folder tell their stories with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import report
from handlers.case import Answer, Report
from handlers.permission import Role
from handlers.report import Opened
from handlers.store.keys import BotKeys
from handlers.store.models import Alert, Case, Conversation, Job, Kept, Staff
from handlers.triage import Facts, Level, Triage

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # a Wednesday, noon in Viet Nam
WORDS = "Bố nó đánh nó ở buôn Ky, mình nghe thấy"


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


async def hire(
    session: AsyncSession,
    name: str,
    role: Role = Role.CASE_WORKER,
    *,
    on_duty: bool = True,
    linked: bool = True,
    languages: str = "vi",
) -> str:
    staff = Staff(
        id=name.lower(),
        login=name.lower(),
        name=name,
        role=role,
        languages=languages,
        on_duty_since=NOON - timedelta(hours=1) if on_duty else None,
        telegram_address=b"sealed" if linked else None,
        created_at=NOON - timedelta(days=100),
    )
    session.add(staff)
    await session.flush()
    return staff.id


async def group(session: AsyncSession) -> None:
    session.add(Kept(key="staff_chat", value="-100"))
    await session.flush()


async def chat(session: AsyncSession, channel: str = "telegram") -> Conversation:
    conversation = Conversation(
        id=uuid4().hex,
        channel=channel,
        chat_hash=uuid4().hex,
        address=b"sealed",
        started_at=NOON,
        heard_at=NOON,
        notice_version="2026-11",
        notice_at=NOON,
    )
    session.add(conversation)
    await session.flush()
    return conversation


def told(words: str = WORDS, language: str = "vi", **facts: object) -> Report:
    answer = Answer("what", "Chuyện gì đã xảy ra?", words, words)
    return Report((answer,), Facts(**facts), language, "24133", "2025")  # type: ignore[arg-type]


def judged(level: Level, row: str = "BL01") -> Triage:
    return Triage(level, row, ("This is the usual urgency of this kind of report",))


async def opened(
    session: AsyncSession,
    keys: BotKeys,
    level: Level = Level.P0,
    *,
    row: str = "BL01",
    language: str = "vi",
    now: datetime = NOON,
    conversation: Conversation | None = None,
) -> Opened:
    return await report.open_case(
        session,
        keys,
        told(language=language),
        judged(level, row),
        conversation=conversation or await chat(session),
        received_at=now,
        now=now,
    )


async def case_of(session: AsyncSession, case_id: str) -> Case:
    case = await session.get(Case, case_id, populate_existing=True)
    assert case is not None
    return case


async def alerted(session: AsyncSession, case_id: str) -> list[tuple[int, str]]:
    """Rung and target of every alert so far, in the order they were made."""
    rows = await session.execute(select(Alert.rung, Alert.target).where(Alert.case_id == case_id).order_by(Alert.id))
    return [(rung, target) for rung, target in rows]


async def jobs(session: AsyncSession, *kinds: str) -> list[Job]:
    """Jobs of these kinds that wait to be sent, oldest first."""
    query = select(Job).where(Job.done_at.is_(None)).order_by(Job.id).execution_options(populate_existing=True)
    return [job for job in await session.scalars(query) if job.kind in kinds]


async def deliver_all(session: AsyncSession, now: datetime) -> list[int]:
    """Play the bot: every waiting alert reaches Telegram. The ids of the alerts."""
    from handlers import escalation, outbox

    ids = []
    while taken := await outbox.take(session, "telegram", now):
        job = taken[0]
        await outbox.done(session, [job.id], now)
        await outbox.put_back(session, [later.id for later in taken[1:]])
        if job.alert_id is not None and job.kind != "alert_taken":
            await escalation.delivered(session, [job.alert_id], f"message-{job.alert_id}", now)
            ids.append(job.alert_id)
    return ids
