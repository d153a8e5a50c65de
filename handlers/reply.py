"""Staff answer a reporter: sealed to the case and to the bot, announced by a neutral notice, read after a tap."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship, outbox, vouching
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.contact import NEVER, next_safe, next_safe_of_both
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.outbox import Kind
from handlers.permission import Right
from handlers.recording import Recording, from_bytes, to_bytes
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Case, Item, Job, Reply
from handlers.store.rows import locked_case
from handlers.store.seal import about_reply, seal, unseal
from handlers.store.trust import trust_of

HOLD = timedelta(seconds=10)  # as long as a reply can be taken back


class Delivered(Exception):
    """The reply can't be taken back any more."""


async def send(
    session: AsyncSession,
    keys: ConsoleKeys,
    case_id: str,
    staff_id: str,
    answer: str | Recording,
    *,
    now: datetime,
    hold: timedelta = timedelta(0),
) -> str:
    """Keep a reply, written or spoken, and announce it where and when the chat may be written to; the item's id.

    As long as it is held the reporter sees nothing of it, and whoever wrote it can take it back.

    Raises NotAllowed, ValueError. Outside of the reporter's safe hours the notice waits for them. Where it may not
    be, or there is no chat any more, the reply waits for the person to come back with their code.
    """
    spoken = isinstance(answer, Recording)
    plain = to_bytes(answer) if isinstance(answer, Recording) else answer.encode()
    if not plain.strip():
        raise ValueError("an empty reply")
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.REPLY)
    kind = ItemKind.SPOKEN_REPLY if spoken else ItemKind.REPLY
    item = await add_staff_item(session, case, kind, plain, now=now, staff_id=staff_id)
    await session.flush()
    sealed = seal(plain, keys.bot_public, about_reply(case_id, item.id))
    copy = Reply(item_id=item.id, case_id=case_id, sealed=sealed, created_at=now, held_until=now + hold)
    authorship.sign_reply(session, copy, item)
    session.add(copy)
    note(session, Act.REPLY, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)
    safe = next_safe(case.safe_hours, now + hold)
    if case.conversation_id is not None and not case.do_not_write and not case.unreachable and safe is not None:
        await outbox.put(
            session,
            worker=case.channel,
            kind=Kind.REPLY_NOTICE,
            lane=f"notice:{case.conversation_id}",
            now=now,
            conversation_id=case.conversation_id,
            case_id=case_id,
            once=_once(item.id),
            due_at=safe,
        )
    return item.id


async def take_back(session: AsyncSession, case_id: str, item_id: str, staff_id: str, now: datetime) -> Item:
    """Withdraw a reply of one's own that is still held; its item, which the caller has to delete.

    Raises NotAllowed; Delivered when there is no such reply that could still be taken back.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.REPLY)
    mine = and_(Reply.item_id == item_id, Reply.case_id == case_id, Item.staff_id == staff_id)
    held = select(Item, Reply).join(Reply, Reply.item_id == Item.id).where(mine)
    found = (await session.execute(held.with_for_update(of=Reply).execution_options(populate_existing=True))).first()
    if found is None:
        raise Delivered(item_id)
    item, copy = found
    if copy.held_until is None or copy.held_until <= now or copy.noticed_at is not None or copy.opened_at is not None:
        raise Delivered(item_id)
    await session.execute(delete(Job).where(Job.once == _once(item_id)))
    await session.delete(copy)
    note(session, Act.TAKE_BACK, at=now, staff_id=staff_id, case_id=case_id, item_id=item_id)
    found_item: Item = item
    return found_item


def _once(item_id: str) -> str:
    return f"notice:{item_id}"


def _out(now: datetime) -> ColumnElement[bool]:
    """The reply waits for its reporter, and nobody can take it back any more."""
    return and_(Reply.sealed.is_not(None), or_(Reply.held_until.is_(None), Reply.held_until <= now))


async def notice_due(session: AsyncSession, case_id: str, now: datetime, hours_of_chat: str = "") -> datetime | None:
    """When the notice may be shown, as things stand now: hours and flags may have changed since it was put out.

    What was said in the chat holds there, also for a case that was brought to it.
    """
    case = await session.get(Case, case_id)
    if case is None or case.do_not_write or case.unreachable:
        return None
    safe = next_safe_of_both(case.safe_hours, hours_of_chat, now)
    held = select(func.max(Reply.held_until)).where(Reply.case_id == case_id, Reply.noticed_at.is_(None))
    until = await session.scalar(held.where(Reply.sealed.is_not(None), Reply.held_until > now))
    return safe if safe is None or until is None else max(safe, until)


async def unnoticed(session: AsyncSession, conversation_id: str, now: datetime) -> list[str]:
    """The cases of this chat with a reply of which the person has not been told yet, and is to be told unasked."""
    of_chat = select(Case.id).where(Case.conversation_id == conversation_id, Case.safe_hours.is_distinct_from(NEVER))
    found = await _that_hold(session, Reply.case_id.in_(of_chat), _out(now), Reply.noticed_at.is_(None))
    return list(dict.fromkeys(one.case_id for one, _ in found))


async def waiting(session: AsyncSession, case_id: str, now: datetime) -> int:
    """How many replies the reporter has not opened."""
    return len(await _that_hold(session, Reply.case_id == case_id, _out(now)))


async def noticed(session: AsyncSession, case_id: str, now: datetime) -> None:
    """The channel has shown the neutral notice for the replies that wait."""
    await session.execute(
        update(Reply).where(Reply.case_id == case_id, _out(now), Reply.noticed_at.is_(None)).values(noticed_at=now)
    )


async def open_waiting(
    session: AsyncSession, keys: BotKeys, case_id: str, now: datetime
) -> tuple[str | Recording, ...]:
    """The answers not opened yet, oldest first; the bot's copies are erased. A second tap finds nothing."""
    answers: list[str | Recording] = []
    for reply, kind in await _that_hold(session, Reply.case_id == case_id, _out(now), lock=True):
        if reply.sealed is None:
            continue
        plain = unseal(reply.sealed, keys.private, about_reply(case_id, reply.item_id))
        answers.append(from_bytes(plain) if kind == ItemKind.SPOKEN_REPLY else plain.decode())
        reply.sealed, reply.opened_at = None, now
    return tuple(answers)


async def _that_hold(session: AsyncSession, *which: ColumnElement[bool], lock: bool = False) -> list[tuple[Reply, str]]:
    """Those of these that the console stands for, oldest first, with their kind. The others lie where they are: the
    console alarms (handlers/console/guard.py), and no reporter is told the words of somebody unknown."""
    query = select(Reply, Item.kind).join(Item, Item.id == Reply.item_id).where(*which)
    query = query.order_by(Reply.created_at, Reply.item_id).execution_options(populate_existing=True)
    trust = trust_of(session)
    if not trust.items_begun and trust.known:
        await vouching.look(session)
    rows = await session.execute(query.with_for_update(of=Reply) if lock else query)
    return [(reply, kind) for reply, kind in rows if authorship.reply_holds(trust, reply, kind)]
