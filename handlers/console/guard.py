"""What the console does by itself every ten seconds: look for rows that nobody vouches for, and cover the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import anyio
import structlog

from handlers import audit_chain, audit_copy, claiming, escalation, stewardship, vouching
from handlers.alarms import Alarm, AlarmKind
from handlers.console.alarming import Alarming
from handlers.store.engine import Store
from handlers.store.models import Audit
from handlers.store.trust import BOT, Trust

EVERY = 10  # seconds

log = structlog.get_logger("guard")


def remembering(trust: Trust, copy: Path) -> Trust:
    """With what the copy tells of the register: a database that was set back since is noticed."""
    trust.register = audit_copy.register_in(copy)
    trust.strict = trust.register > 0
    return trust


async def begin(store: Store) -> None:
    """Before the first page: what the register says. Whoever starts the console reads what is missing."""
    async with store.reading() as session:
        await vouching.look(session)
    if not store.trust.strict:
        print("  Staff, claims and audit are not vouched for yet: python -m handlers.console.vouch begin", flush=True)
    if BOT not in store.trust.known:
        print("  bot_sign.pub is missing: claims on Telegram cannot be checked. See docs/deploy.md", flush=True)


async def keep_guarding(
    store: Store, alarming: Alarming, now: Callable[[], datetime], copy: Path | None = None
) -> None:
    """Until cancelled; a database that is away, or a disk that is full, costs one round."""
    if copy is not None:
        alarming.covered = audit_copy.last(copy)
    while True:
        try:
            await look(store, alarming, now())
            while lines := await cover(store, now(), copy):
                alarming.covered = (lines[-1].id, audit_chain.fingerprint(lines[-1]))
        except Exception as error:
            log.error("guard_failed", error=type(error).__name__)
        await anyio.sleep(EVERY)


async def cover(store: Store, now: datetime, copy: Path | None) -> list[Audit]:
    """One more link over the audit once the register has begun; the copy first, so that no covered line lacks there."""
    if not store.trust.strict:
        return []
    async with store.writing() as session:
        lines = await audit_chain.extend(session, now)
        if lines and copy is not None:
            await asyncio.to_thread(audit_copy.append, copy, lines, store.trust.register)
    return lines


async def look(store: Store, alarming: Alarming, now: datetime) -> None:
    """Show what does not hold, and let the ladder climb for a claim that nothing proves, also where no clock looks."""
    async with store.reading() as session:
        await vouching.look(session)
        staff, claims = await vouching.doubtful(session), await claiming.unproved(session)
        cut = alarming.covered is not None and not await audit_chain.stands(session, alarming.covered)
    found = [Alarm(AlarmKind.SET_BACK)] if store.trust.set_back else []
    found += [Alarm(AlarmKind.AUDIT_CHANGED)] if cut else []
    found += [Alarm(AlarmKind.STAFF_CHANGED, detail=one.name) for one in staff]
    found += [Alarm(AlarmKind.CLAIM_UNPROVED, one.since, one.id, one.number, one.level.name) for one in claims]
    for case in claims:
        if not case.passed_on:
            async with store.writing() as session:
                await stewardship.look_after(session, case.id, now)
                await session.flush()
                await escalation.climb(session, now, case.id)
    if tuple(found) != alarming.beside:
        log.error("not_vouched_for", staff=[one.id for one in staff], cases=[one.id for one in claims])
    alarming.beside = tuple(found)
