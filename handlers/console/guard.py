"""What the console does by itself every ten seconds: look for rows that nobody vouches for, and cover the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import anyio
import structlog

from handlers import audit_chain, audit_copy, authorship, claiming, escalation, stewardship, vouching
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
    if not store.trust.items_begun:
        print("  What staff are and write is not vouched for yet: python -m handlers.console.vouch begin", flush=True)
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
    async with store.reading() as session:
        found = await audit_chain.next_link(session, now)
    if found is None:
        return []
    link, lines = found
    if copy is not None:
        await asyncio.to_thread(audit_copy.append, copy, lines, store.trust.register)
    async with store.writing() as session:
        session.add(link)
    return lines


async def look(store: Store, alarming: Alarming, now: datetime) -> None:
    """Show what does not hold, and let the ladder climb for a claim that nothing proves, also where no clock looks."""
    async with store.reading() as session:
        await vouching.look(session)
        staff, claims = await vouching.doubtful(session), await claiming.unproved(session)
        doubted, looked_at = await authorship.look(session, alarming.looked_to)
        cut = alarming.covered is not None and not await audit_chain.stands(session, alarming.covered)
    alarming.doubted = {id_: one for id_, one in alarming.doubted.items() if id_ not in looked_at}
    alarming.doubted |= {one.id: one for one in doubted}
    alarming.looked_to = looked_at[-1] if len(looked_at) == authorship.PIECE else ""
    written = sorted(alarming.doubted.values(), key=lambda one: one.number)
    found = [Alarm(AlarmKind.SET_BACK)] if store.trust.set_back else []
    found += [Alarm(AlarmKind.AUDIT_CHANGED)] if cut else []
    found += [Alarm(AlarmKind.STAFF_CHANGED, detail=one.name) for one in staff]
    found += [Alarm(AlarmKind.CLAIM_UNPROVED, one.since, one.id, one.number, one.level.name) for one in claims]
    found += [Alarm(AlarmKind.ITEM_UNPROVED, None, one.id, one.number) for one in written if one.unproved]
    found += [Alarm(AlarmKind.ITEM_MISSING, None, one.id, one.number) for one in written if one.missing]
    for case in claims:
        if not case.passed_on:
            async with store.writing() as session:
                await stewardship.look_after(session, case.id, now)
                await session.flush()
                await escalation.climb(session, now, case.id)
    if tuple(found) != alarming.beside:
        log.error(
            "not_vouched_for", staff=[one.id for one in staff], cases=[one.case_id for one in found if one.case_id]
        )
    alarming.beside = tuple(found)
