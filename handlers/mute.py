"""A chat whose alerts are muted for a day: what it writes is kept and read as always, and a child or a risk ends it.

Muted are alerts alone, and of a case in which neither a child nor a risk was ever named (`harmless`). That flag only
falls: by what triage sees, by the words of any later message, and by what the machine has learnt to hear in them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.circumstances import Told
from handlers.store.models import Case
from handlers.triage import Facts, Level, Triage
from nlu.meaning import REPORT_INTENTS, Meaning

MUTED_FOR = timedelta(hours=24)
NO_REPORT = frozenset({"nuisance", "out_of_scope"})
# Said of anything and anybody: since when, how often, how far. All else in Told names a child, an act or a danger.
_NO_WEIGHT = frozenset({Told.NOW, Told.OFTEN, Told.DAILY, Told.PAST, Told.OVER, Told.FAR, Told.CARED_FOR})


def is_harmless(facts: Facts, triage: Triage) -> bool:
    """Whether a report is plainly none, and names neither a child nor a risk. Whatever was answered counts as one."""
    answered = (facts.access, facts.harm_doer, facts.age) != (None, None, None) or facts.danger not in (None, "no")
    heavy = facts.danger_now or facts.signals or facts.told - _NO_WEIGHT
    return (
        facts.intent in NO_REPORT and triage.level == Level.P3 and facts.language != "rad" and not (answered or heavy)
    )


def are_harmless(told: frozenset[Told], meaning: Meaning | None = None) -> bool:
    """Whether later words name neither a child nor a risk: by the rules, and by what the machine has learnt."""
    if told - _NO_WEIGHT:
        return False
    if meaning is None:
        return True
    danger = meaning.danger
    return meaning.intent not in REPORT_INTENTS and not (danger.now or danger.maybe or danger.signals)


def is_muted(case: Case, now: datetime) -> bool:
    return case.muted_until is not None and case.muted_until > now


def loud(now: datetime) -> ColumnElement[bool]:
    """The cases whose alerts are not muted."""
    return or_(Case.muted_until.is_(None), Case.muted_until <= now)


def mute(case: Case, now: datetime) -> None:
    case.muted_until = now + MUTED_FOR


def hear(case: Case, harmless: bool) -> bool:
    """Something was told on the case; whether it has just lost its harmlessness. What is not harmless ends any mute."""
    fell = case.harmless and not harmless
    if not harmless:
        case.harmless, case.muted_until = False, None
    return fell


async def begin(session: AsyncSession, case: Case, harmless: bool) -> None:
    """A new case of a chat is muted as long as the chat's newest, where the chat has told nothing else ever."""
    case.harmless = harmless
    if harmless and case.conversation_id is not None:
        of_chat = select(Case.harmless, Case.muted_until).where(Case.conversation_id == case.conversation_id)
        before = (await session.execute(of_chat.order_by(Case.opened_at.desc()))).all()
        case.muted_until = before[0].muted_until if before and all(one.harmless for one in before) else None
