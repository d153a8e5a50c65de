"""What a job for staff becomes: its message, from plain columns, to whom it goes, and whether it still needs saying."""

from __future__ import annotations

from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy.ext.asyncio import AsyncSession

from bot import misplaced
from bot.channels import Outbound
from bot.duty import STAFF_CHAT
from bot.duty_texts import LINK_ASKED, OPEN_CASE, alert_text, gathered_text, in_order, say, silent_text, taken_text
from handlers import declining, escalation, mail_route, vouching
from handlers.alerts import GROUP, SILENT_KINDS, round_of
from handlers.attention import is_asked, is_passed_on
from handlers.case import Status
from handlers.heartbeat import silences
from handlers.legal_clocks import KINDS as CLOCKS
from handlers.offers import offer_of
from handlers.outbox import Kind
from handlers.routes import Route, in_lane, person_of, route_of
from handlers.store.kept import kept
from handlers.store.keys import BotKeys
from handlers.store.models import Alert, Case, Job, Staff
from locales import N_

_SILENT = {kind: process for process, kind in SILENT_KINDS.items()}
_MOST_BUTTONS = 6  # under a message that tells of several cases


async def said(
    session: AsyncSession, job: Job, keys: BotKeys, console: str, now: datetime
) -> tuple[str | None, Outbound] | None:
    """What is no alert of a case, and where to; None where it is needless by now."""
    match job.kind:
        case Kind.CLOCK_SILENT | Kind.CONSOLE_SILENT:
            process, silent = _SILENT[Kind(job.kind)], await silences(session, now)
            target = job.lane.removeprefix("silent:")
            message = Outbound(silent_text(process, silent[process], now)) if process in silent else None
        case Kind.MISPLACED:
            text, target = await misplaced.alarm(session, job, now), misplaced.target(job)
            message = Outbound(text) if text is not None else None
        case Kind.MAIL_CODE:
            return await _code(session, job, keys)
        case Kind.LINK_ASKED:
            target = job.lane.removeprefix("link:")
            address = await address_of(session, keys, target)
            return (address, Outbound(say(LINK_ASKED))) if address is not None else None  # else it has ended meanwhile
        case _:
            target, message = in_lane(job.lane)[1], await _about_a_case(session, job, console, now)
    return (await address_of(session, keys, target), message) if message is not None else None


async def _code(session: AsyncSession, job: Job, keys: BotKeys) -> tuple[str | None, Outbound] | None:
    """The code to an address that is not proved yet; one that was entered anew meanwhile has a code of its own."""
    staff_id = person_of(job.lane) or ""
    address = await mail_route.address_of(session, keys, staff_id, proved=False)
    if address is None or job.body is None:
        return None
    code = mail_route.code_in(job.body, keys, staff_id)
    return address, Outbound(say(N_("Your code for alerts by e-mail: {code}"), code=code))


async def _about_a_case(session: AsyncSession, job: Job, console: str, now: datetime) -> Outbound | None:
    case = await session.get(Case, job.case_id) if job.case_id else None
    if case is None:
        return None
    if job.kind == Kind.HAND_OVER:
        offer = await offer_of(session, case)
        wanted = offer is not None and f"staff:{offer.to_id}" == job.lane
    else:
        wanted = is_wanted(job.kind, case, None)
    if not wanted:
        return None
    return await written(session, job.kind, case, console, now)


async def written(session: AsyncSession, kind: str, case: Case, console: str, now: datetime) -> Outbound:
    """One case in one message, with what may be pressed."""
    holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
    text = alert_text(kind, case, holder.name if holder else None, now)
    links = _way_to(case, console)
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


def _way_to(case: Case, console: str) -> tuple[tuple[str, str], ...]:
    """To the case's page: nothing but its number is in the address. Telegram and we take https only."""
    if not console.startswith("https://"):
        return ()
    return ((f"{console}/cases/{case.number}", say(OPEN_CASE, number=case.number)),)


async def taken(session: AsyncSession, case: Case, console: str, now: datetime) -> Outbound:
    """What the message of a case becomes once somebody has it."""
    holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
    return Outbound(taken_text(case, holder.name if holder else None, now), links=_way_to(case, console))


def gathered(cases: list[Case], console: str, now: datetime, *, again: bool) -> Outbound:
    """Several cases in one message: how many, the newest by number, and a button for each of some."""
    waiting = [case for case in cases if escalation.is_unheeded(case)]
    text = gathered_text(waiting, len(cases) - len(waiting), now, again=again)
    offered = in_order(waiting)[:_MOST_BUTTONS]
    choices = tuple((f"claim:{case.id}", say(N_("Claim {number}"), number=case.number)) for case in offered)
    queue = ((f"{console}/queue", say(N_("Open the queue"))),) if console.startswith("https://") else ()
    return Outbound(text, choices, links=queue)


async def address_of(session: AsyncSession, keys: BotKeys, target: str) -> str | None:
    """The chat id of "group" or "staff:<id>", the address of "mail:<id>"; None when there is none (any more)."""
    if target == GROUP:
        return await kept(session, STAFF_CHAT)
    staff = await session.get(Staff, person_of(target) or "")
    if staff is None or not staff.active:
        return None
    if route_of(target) is Route.MAIL:
        return await mail_route.address_of(session, keys, staff.id)
    if staff.telegram_address is None or not vouching.is_bound(session, staff):
        return None
    try:
        return keys.live.decrypt(staff.telegram_address).decode()
    except InvalidToken:
        return None


def is_wanted(kind: str, case: Case, alert: Alert | None) -> bool:
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
