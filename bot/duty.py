"""The staff's side of the bot: what a press, a link or a word of theirs does, and where their group is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import misplaced
from bot.channels import Outbound
from bot.duty_texts import ACCEPTED, claim_answer, say
from handlers import declining, escalation, handing_over, stewardship, vouching
from handlers.audit import Act, note
from handlers.permission import NotAllowed
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.keys import BotKeys, keyed_hash, token_hash
from handlers.store.models import Case, OneTimeLink, Staff
from handlers.store.rows import NoSuchCase
from handlers.store.trust import trust_of
from locales import N_

log = structlog.get_logger()

STAFF_CHAT = "staff_chat"

_NO_PERMISSION = N_("You have no permission here.")
_NO_CASE = N_("This case does not exist any more.")
_YOURS_ALREADY = N_("You have claimed this case. To give it back, open it in the console.")
_AT_WORK = N_("Noted: you are at this case. Nobody else is alerted.")
_THANKS = N_("Noted, thank you.")
_NOTED = N_("Noted. The others are asked.")
_NO_ALARM = N_("Noted. Nobody is alerted.")
_LINK_WRONG = N_("This link does not work. Ask for a new one in the console.")
_LINK_OLD = N_("This link is too old. Ask for a new one in the console.")
_LINK_USED = N_("This link was used before. Ask for a new one in the console.")
_LINK_TAKEN = N_("This Telegram account is linked to another person on the staff.")
_LINKED = N_("Linked: {name}. Alerts come to this chat.")

_LINKED_FOR = 5.0  # seconds; a new link is made here and counts at once
_LINKED_ACCOUNTS = select(Staff.telegram_hash).where(Staff.active, Staff.telegram_hash.is_not(None))


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Duty:
    """Every method is safe to repeat: a claim counts once, a link works once."""

    def __init__(
        self, store: Store, keys: BotKeys, now: Callable[[], datetime] = _utc_now, *, console: str = ""
    ) -> None:
        self._store, self._keys, self._now, self._console = store, keys, now, console
        self._linked: frozenset[str | None] = frozenset()  # accounts of staff, as of a moment ago
        self._look_at = 0.0

    # --- what staff do in Telegram -------------------------------------------------------------------------------
    async def pressed(self, user_id: str, data: str) -> str:
        """A button, "<act>:<case id>" or "why:<reason>:<case id>"; what the person is told, in Vietnamese."""
        act, _, case_id = data.partition(":")
        try:
            async with self._store.writing() as session:
                staff = await self._staff(session, user_id)
                if staff is None:
                    return say(_NO_PERMISSION)
                if act == "claim":
                    claim = await escalation.claim(session, case_id, staff.id, self._now())
                    case = await session.get(Case, case_id)
                    return claim_answer(claim, case.number if case is not None else "", self._now())
                if act == "accept":
                    return say(ACCEPTED[await handing_over.accept(session, case_id, staff.id, self._now())])
                if act == "cannot":
                    return await self._cannot(session, case_id, staff.id)
                if act == "why":
                    because, _, case_id = case_id.partition(":")
                    await declining.say_why(session, case_id, staff.id, self._now(), because)
                    return say(_THANKS)
                if act == "at_work":
                    await stewardship.tap(session, case_id, staff.id, self._now())
                    return say(_AT_WORK)
                if act == misplaced.MISTAKEN:
                    await misplaced.settled(session, case_id)
                    return say(_NO_ALARM)
                return say(_NO_PERMISSION)
        except (NotAllowed, ValueError):
            return say(_NO_PERMISSION)
        except NoSuchCase:
            return say(_NO_CASE)

    async def _cannot(self, session: AsyncSession, case_id: str, staff_id: str) -> str:
        case = await session.get(Case, case_id)
        if case is None:
            return say(_NO_CASE)
        if case.claimed_by == staff_id:
            return say(_YOURS_ALREADY)
        if await declining.decline(session, case_id, staff_id, self._now()) and escalation.is_unheeded(case):
            await declining.ask_why(session, case, staff_id, self._now())
        return say(_NOTED)

    async def linked(self, token: str, user_id: str, chat_id: str) -> str:
        """`/start link_<token>`: from now on this account acts as the person whom the link was made for."""
        try:
            return await self._link(token, user_id, chat_id)
        finally:
            self._look_at = 0.0  # whoever is linked counts at once

    async def _link(self, token: str, user_id: str, chat_id: str) -> str:
        now, mine = self._now(), self._hash(user_id)
        async with self._store.writing() as session:
            link = await session.get(OneTimeLink, token_hash(token), with_for_update=True)
            staff = await session.get(Staff, link.staff_id) if link is not None and link.staff_id else None
            if link is None or link.kind != "telegram" or staff is None or not staff.active:
                return say(_LINK_WRONG)
            if not await self._is_ours(session, link, staff):
                return say(_LINK_WRONG)
            if link.used_at is not None:
                # The same update delivered again, or a second tap: it did work.
                return say(_LINKED, name=staff.name) if staff.telegram_hash == mine else say(_LINK_USED)
            if link.expires_at <= now:
                return say(_LINK_OLD)
            other = await session.scalar(select(Staff.id).where(Staff.telegram_hash == mine, Staff.id != staff.id))
            if other is not None:
                return say(_LINK_TAKEN)
            link.used_at = now
            staff.telegram_hash = mine
            staff.telegram_address = self._keys.live.encrypt(chat_id.encode())
            vouching.bind(session, staff)
            note(session, Act.TELEGRAM_LINKED, at=now, staff_id=staff.id)
            return say(_LINKED, name=staff.name)

    async def knows(self, user_id: str) -> bool:
        """Whether this account is linked to somebody of the staff. Asked at every message, looked up now and then."""
        if time.monotonic() > self._look_at:
            async with self._store.reading() as session:
                self._linked = frozenset(await session.scalars(_LINKED_ACCOUNTS))
            self._look_at = time.monotonic() + _LINKED_FOR
        return self._hash(user_id) in self._linked

    async def wrote(self, user_id: str, written: misplaced.Written) -> Outbound | None:
        """What somebody is told who wrote as staff; None where the words are the conversation's."""
        async with self._store.writing() as session:
            staff = await self._staff(session, user_id)
            if staff is None and not written.in_group:
                return None  # unlinked a moment ago: a person like any other
            return await misplaced.answer(session, staff, written, self._console, self._now())

    async def reports(self, user_id: str, begins: bool) -> None:
        """Whoever holds this account begins to report, or leaves."""
        async with self._store.writing() as session:
            if (staff := await self._staff(session, user_id)) is not None:
                await (
                    misplaced.begins(session, staff.id, self._now()) if begins else misplaced.ends(session, staff.id)
                )

    # --- the staff's group ---------------------------------------------------------------------------------------
    async def staff_chat(self) -> str | None:
        """The present chat id of the staff's group."""
        async with self._store.reading() as session:
            return await kept(session, STAFF_CHAT)

    async def moved(self, old: str, new: str) -> None:
        """A group has a new id; it matters when it is the staff's."""
        async with self._store.writing() as session:
            if await kept(session, STAFF_CHAT) == old:
                await keep(session, STAFF_CHAT, new)
                log.info("staff_chat_moved")

    async def _staff(self, session: AsyncSession, user_id: str) -> Staff | None:
        """Who presses: only where the console vouches for them, and we have bound this account to them ourselves."""
        linked = select(Staff).where(Staff.telegram_hash == self._hash(user_id), Staff.active)
        staff = (await session.scalars(linked)).one_or_none()
        if staff is None:
            return None
        await vouching.look(session)
        if vouching.holds(session, staff) and vouching.is_bound(session, staff):
            return staff
        log.error("staff_not_vouched_for", staff=staff.id)
        return None

    async def _is_ours(self, session: AsyncSession, link: OneTimeLink, staff: Staff) -> bool:
        """Whether the console made this link, for this account as it is."""
        await vouching.look(session)
        made = trust_of(session).holds(link.proof, *vouching.about_link(link, staff))
        return made and vouching.holds(session, staff)

    def _hash(self, user_id: str) -> str:
        return keyed_hash(self._keys.chats, "telegram", user_id)
