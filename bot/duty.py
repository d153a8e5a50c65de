"""The staff's side of the bot: alerts without any content, claiming by a button, linking a Telegram account."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import misplaced
from bot.channels import Outbound, Undeliverable
from bot.duty_texts import ACCEPTED, LINK_ASKED, OPEN_CASE, alert_text, claim_answer, say, silent_text, taken_text
from handlers import declining, escalation, handing_over, mail_route, outbox, stewardship, vouching
from handlers.alerts import ALERT_KINDS, GROUP, SILENT_KINDS, round_of
from handlers.attention import is_asked, is_passed_on
from handlers.audit import Act, note
from handlers.case import Status
from handlers.heartbeat import Process, silences
from handlers.legal_clocks import KINDS as CLOCKS
from handlers.offers import offer_of
from handlers.outbox import Kind
from handlers.permission import NotAllowed
from handlers.routes import Route, person_of, route_of
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.keys import BotKeys, keyed_hash, token_hash
from handlers.store.models import Alert, Case, Job, OneTimeLink, Staff
from handlers.store.rows import NoSuchCase
from handlers.store.trust import trust_of
from locales import N_

log = structlog.get_logger()

_SILENT = {kind: process for process, kind in SILENT_KINDS.items()}
_PASSING = (Kind.HAND_OVER, Kind.HANDED_OVER, Kind.NOT_ACCEPTED)
_FROM_CLOCKS = (*CLOCKS.values(), Kind.TASK_DUE)
_ABOUT_CLAIMS = (Kind.AT_WORK, Kind.ONLY_TAPS, Kind.TAKEN_OVER, Kind.LEFT, Kind.WHY, *_PASSING, *_FROM_CLOCKS)
_OTHER = (Kind.ALERT_TAKEN, Kind.UNREAD, Kind.MISPLACED, Kind.MAIL_CODE, Kind.LINK_ASKED)
KINDS = frozenset({*ALERT_KINDS, *_ABOUT_CLAIMS, *_OTHER, *_SILENT})
STAFF_CHAT = "staff_chat"

_WAITS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds: an alert can't wait long
_BREAKS_AFTER = 5  # attempts, then what fails for a reason of our own is given up: it is an alarm by then
_FAILS_AFTER = 3  # attempts, then it counts as failed while it is still tried: the next rung must not wait for it

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


class Sender(Protocol):
    """What is needed of Telegram, and of e-mail. Both raise Undeliverable and nothing else."""

    async def deliver(self, address: str, message: Outbound) -> str: ...
    async def edit(self, address: str, message_id: str, message: Outbound) -> None: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Duty:
    """Every method is safe to repeat: a claim counts once, a link works once, a finished job stays finished."""

    def __init__(
        self, store: Store, keys: BotKeys, now: Callable[[], datetime] = _utc_now, *, console: str = ""
    ) -> None:
        self._store, self._keys, self._now, self._console = store, keys, now, console
        self._telegram: Sender | None = None
        self._linked: frozenset[str | None] = frozenset()  # accounts of staff, as of a moment ago
        self._look_at = 0.0

    def attach(self, telegram: Sender) -> None:
        """Say through what `deliver` sends."""
        self._telegram = telegram

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

    # --- delivering ----------------------------------------------------------------------------------------------
    async def deliver(self, job: Job) -> bool:
        """Send one job of KINDS and finish it in the same transaction as its alert; never raises Undeliverable.

        Whether the next job of its lane may follow: not when this one has to be tried again.
        """
        try:
            if job.kind == Kind.ALERT_TAKEN:
                await self._show_taken(job)
            elif job.kind == Kind.MAIL_CODE:
                await self._send_code(job)
            elif job.kind == Kind.LINK_ASKED:
                await self._tell_link(job)
            elif job.kind == Kind.MISPLACED:
                await self._tell_misplaced(job)
            elif job.kind in _SILENT:
                await self._tell_silent(job, _SILENT[Kind(job.kind)])
            else:
                await self._alert(job)
            return True
        except Undeliverable as refused:
            problem = refused
        except Exception as error:  # one alert that cannot be written must not keep those behind it for ever
            log.error("alert_broken", job=job.id, kind=job.kind, error=type(error).__name__)
            hopeless = job.attempts >= _BREAKS_AFTER and not isinstance(error, SQLAlchemyError)
            problem = Undeliverable("broken", permanent=hopeless)
        await self._failed(job, problem)
        return problem.permanent

    async def _alert(self, job: Job) -> None:
        """An alert is written at this moment, from plain columns; what has become needless is not sent."""
        async with self._store.reading() as session:
            case = await session.get(Case, job.case_id) if job.case_id else None
            alert = await session.get(Alert, job.alert_id) if job.alert_id else None
            wanted = case is not None and _is_wanted(job.kind, case, alert)
            if case is not None and job.kind == Kind.HAND_OVER:
                offer = await offer_of(session, case)
                wanted = offer is not None and f"staff:{offer.to_id}" == job.lane
            message = await self._message(session, job.kind, case) if case is not None and wanted else None
            address = await self._address(session, _target(job, alert)) if message is not None else None
        message_id = None
        if message is not None:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            message_id = await self._sender.deliver(address, message)
        async with self._store.writing() as session:
            if message_id is not None and job.alert_id is not None:
                try:
                    if (mailed := _mailed(job)) is not None:
                        await mail_route.refused(session, mailed, None)
                    await escalation.delivered(session, job.alert_id, message_id, self._now())
                except LookupError:
                    pass  # the case was forgotten in the meantime
            await outbox.done(session, [job.id], self._now())

    async def _tell_silent(self, job: Job, process: Process) -> None:
        """A process of ours is silent; one that has been heard again meanwhile is not spoken of."""
        async with self._store.reading() as session:
            silent = await silences(session, self._now())
            address = await self._address(session, job.lane.removeprefix("silent:"))
        if process in silent:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            await self._sender.deliver(address, Outbound(silent_text(process, silent[process], self._now())))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _send_code(self, job: Job) -> None:
        """The code to an address that is not proved yet; one that was entered anew meanwhile has a code of its own."""
        staff_id = person_of(job.lane) or ""
        async with self._store.reading() as session:
            address = await mail_route.address_of(session, self._keys, staff_id, proved=False)
        if address is not None and job.body is not None:
            code = mail_route.code_in(job.body, self._keys, staff_id)
            await self._sender.deliver(address, Outbound(say(N_("Your code for alerts by e-mail: {code}"), code=code)))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _tell_link(self, job: Job) -> None:
        """To the owner of an account, of a link to it; whose access has ended meanwhile is reached no more."""
        async with self._store.reading() as session:
            address = await self._address(session, job.lane.removeprefix("link:"))
        if address is not None:
            await self._sender.deliver(address, Outbound(say(LINK_ASKED)))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _tell_misplaced(self, job: Job) -> None:
        async with self._store.reading() as session:
            text = await misplaced.alarm(session, job, self._now())
            address = await self._address(session, misplaced.target(job))
        if text is not None:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            await self._sender.deliver(address, Outbound(text))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _show_taken(self, job: Job) -> None:
        """Change an alert's message to who has the case and since when; where it is gone, say it in a new one."""
        async with self._store.reading() as session:
            case = await session.get(Case, job.case_id) if job.case_id else None
            alert = await session.get(Alert, job.alert_id) if job.alert_id else None
            holder = await session.get(Staff, case.claimed_by) if case is not None and case.claimed_by else None
            address = await self._address(session, alert.target) if alert is not None else None
        shown = False
        if case is not None and alert is not None and alert.message_id and address and case.status != Status.OPEN:
            message = Outbound(taken_text(case, holder.name if holder else None, self._now()), links=self._way_to(case))
            try:
                await self._sender.edit(address, alert.message_id, message)
            except Undeliverable as problem:
                if problem.code != "gone":
                    raise
                await self._sender.deliver(address, message)
            shown = True
        async with self._store.writing() as session:
            if shown and job.alert_id is not None:
                await escalation.taken_shown(session, job.alert_id)
            await outbox.done(session, [job.id], self._now())

    async def _failed(self, job: Job, problem: Undeliverable) -> None:
        """Try again, or give up; an alert that does not get through is an alarm by itself."""
        now = self._now()
        async with self._store.writing() as session:
            if problem.code == "wrong_address" and (mailed := _mailed(job)) is not None:
                await mail_route.refused(session, mailed, now)
            if job.kind in ALERT_KINDS and (problem.permanent or job.attempts >= _FAILS_AFTER):
                alert = await session.get(Alert, job.alert_id) if job.alert_id is not None else None
                if alert is not None and alert.failed_at is None:
                    await escalation.failed(session, alert.id, now)
            if problem.permanent:
                await outbox.give_up(session, job.id, now, problem.code)
                log.error("alert_given_up", job=job.id, kind=job.kind, code=problem.code)
                return
            wait = problem.wait if problem.wait is not None else _WAITS[min(max(job.attempts, 1), len(_WAITS)) - 1]
            await outbox.again(session, job.id, now, wait, problem.code)
            log.warning("alert_again_later", job=job.id, kind=job.kind, code=problem.code)

    @property
    def _sender(self) -> Sender:
        if self._telegram is None:
            raise Undeliverable("no_telegram", permanent=False)
        return self._telegram

    async def _message(self, session: AsyncSession, kind: str, case: Case) -> Outbound:
        holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
        text = alert_text(kind, case, holder.name if holder else None, self._now())
        links = self._way_to(case)
        if kind == Kind.AT_WORK:
            return Outbound(text, ((f"at_work:{case.id}", say(N_("I am at it"))),), links=links)
        if kind == Kind.HAND_OVER:
            return Outbound(text, ((f"accept:{case.id}", say(N_("Accept"))),), links=links)
        if kind == Kind.WHY:
            reasons = declining.REASONS.items()
            return Outbound(text, tuple((f"why:{reason}:{case.id}", say(label)) for reason, label in reasons))
        if not (case.status == Status.OPEN or is_passed_on(case)) or kind in CLOCKS.values():
            return Outbound(text, links=links)
        choices = ((f"claim:{case.id}", say(N_("Claim"))), (f"cannot:{case.id}", say(N_("I cannot"))))
        return Outbound(text, choices, links=links)

    def _way_to(self, case: Case) -> tuple[tuple[str, str], ...]:
        """To the case's page: nothing but its number is in the address. Telegram and we take https only."""
        if not self._console.startswith("https://"):
            return ()
        return ((f"{self._console}/cases/{case.number}", say(OPEN_CASE, number=case.number)),)

    async def _address(self, session: AsyncSession, target: str) -> str | None:
        """The chat id of "group" or "staff:<id>", the address of "mail:<id>"; None when there is none (any more)."""
        if target == GROUP:
            return await kept(session, STAFF_CHAT)
        staff = await session.get(Staff, person_of(target) or "")
        if staff is None or not staff.active:
            return None
        if route_of(target) is Route.MAIL:
            return await mail_route.address_of(session, self._keys, staff.id)
        if staff.telegram_address is None or not vouching.is_bound(session, staff):
            return None
        try:
            return self._keys.live.decrypt(staff.telegram_address).decode()
        except InvalidToken:
            return None

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


def _is_wanted(kind: str, case: Case, alert: Alert | None) -> bool:
    """Whether it still needs saying: unclaimed, or claimed but alerted anew since then and not read."""
    if case.status == Status.CLOSED:
        return False
    match kind:
        case Kind.UNREAD:
            return case.unread_since is not None
        case Kind.AT_WORK:
            return is_asked(case) and not is_passed_on(case)
        case Kind.LEFT:
            return escalation.is_unheeded(case)
        case Kind.TWELVE_HOURS:
            return case.referred_at is None
        case Kind.FIRST_CONTACT:
            return case.contacted_at is None
        case Kind.ONLY_TAPS | Kind.TAKEN_OVER | Kind.WHY | Kind.TASK_DUE | Kind.HANDED_OVER | Kind.NOT_ACCEPTED:
            return True
    if alert is not None and alert.round != round_of(case):
        return False
    return escalation.is_unheeded(case)


def _mailed(job: Job) -> str | None:
    """Whom a job reaches by e-mail; None for one of Telegram's."""
    return person_of(job.lane) if job.worker == Route.MAIL else None


def _target(job: Job, alert: Alert | None) -> str:
    """An alert names its target; other jobs by their lane: "staff:group" or "staff:<id>"."""
    if alert is not None:
        return alert.target
    return GROUP if job.lane == f"staff:{GROUP}" else job.lane
