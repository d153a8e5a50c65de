"""Words that staff write to the bot instead of to a person: they open no case, and say where to answer instead.

A child may hold an officer's telephone. So one tap makes a report of what is written from then on, and words of danger
about which nobody has said what they are come to a supervisor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import Outbound
from bot.duty_texts import OPEN_CASE, clock, say
from handlers import outbox
from handlers.alerts import BANNER, GROUP, desk, targets
from handlers.case import Status
from handlers.deadlines import Who
from handlers.outbox import Kind, Urgency
from handlers.routes import in_once, route_of
from handlers.store.kept import drop, keep, kept
from handlers.store.models import Alert, Case, Job, Staff
from locales import N_

REPORT = "report:child"
MISTAKEN = "mistaken"
PATIENCE = timedelta(minutes=2)  # then danger that nobody has answered for comes to a supervisor
REPORTS_FOR = timedelta(hours=1)  # since the last words; then this is the telephone of an officer again
_MOST_CASES = 3

_NOBODY = N_("What you wrote here has reached nobody: this chat is linked to a member of the staff.")
_NOBODY_IN_GROUP = N_("What is written to me in this group reaches nobody who reports.")
_WHERE = N_("Whoever reports is answered in the console, on the page of the case.")
_OPEN_CONSOLE = N_("Open the console")
_SOON = N_("If neither button is tapped within two minutes, a supervisor is alerted.")
_SOON_IN_GROUP = N_("If the button is not tapped within two minutes, a supervisor is alerted.")
_ALARM = N_(
    "⚠️ Words of danger were written from {name}'s Telegram at {time}, and nobody has said what they are. "
    "Please call {name} now: a child may hold the telephone."
)


@dataclass(frozen=True, slots=True)
class Written:
    """What reached the bot; `under` is the message it answers. The words themselves are not handed on."""

    danger: bool
    under: str | None = None
    in_group: bool = False


async def answer(
    session: AsyncSession, staff: Staff | None, written: Written, console: str, now: datetime
) -> Outbound | None:
    """What the writer is told; None where the words belong to a report that is being told in this chat."""
    if staff is not None and not written.in_group and await _reports(session, staff.id, now):
        await begins(session, staff.id, now)
        return None
    lines = [say(_NOBODY_IN_GROUP if written.in_group else _NOBODY), say(_WHERE)]
    meant = await _meant(session, staff, written)
    links = [(f"{console}/cases/{number}", say(OPEN_CASE, number=number)) for number in meant] or [
        (console, say(_OPEN_CONSOLE))
    ]
    if not console.startswith("https://"):  # Telegram takes no other address for a button
        lines += [_link(console, number) for number in meant] or [console]
        links = []
    choices = [] if written.in_group else [(REPORT, say(N_("I want to report about a child")))]
    if staff is not None and written.danger:
        await _watch(session, staff, now)
        lines.append(say(_SOON_IN_GROUP if written.in_group else _SOON))
        choices.append((f"{MISTAKEN}:{staff.id}", say(N_("I wrote in the wrong place"))))
    return Outbound("\n".join(filter(None, lines)), tuple(choices), links=tuple(links))


async def begins(session: AsyncSession, staff_id: str, now: datetime) -> None:
    """A report is told from this account: its words go to the conversation, and nobody is waited for."""
    await keep(session, _reporting(staff_id), now.isoformat())
    await settled(session, staff_id)


async def ends(session: AsyncSession, staff_id: str) -> None:
    await drop(session, _reporting(staff_id))


async def settled(session: AsyncSession, staff_id: str) -> None:
    """Somebody has said what the words of danger were."""
    await drop(session, _cried(staff_id))


async def alarm(session: AsyncSession, job: Job, now: datetime) -> str | None:
    """What a supervisor is told of words of danger; None when somebody has said meanwhile what they were."""
    staff_id = job.lane.split(":")[1]
    since, staff = await kept(session, _cried(staff_id)), await session.get(Staff, staff_id)
    if since is None or staff is None:
        return None
    return say(_ALARM, name=staff.name, time=clock(datetime.fromisoformat(since), now))


def target(job: Job) -> str:
    """To whom an alarm goes: "group" or "staff:<id>"."""
    return job.lane.split(":", 2)[2]


async def _watch(session: AsyncSession, staff: Staff, now: datetime) -> None:
    """Whoever leads hears of it unless it is settled; where nobody else does, everybody."""
    before = await kept(session, _cried(staff.id))
    if before is not None and now - datetime.fromisoformat(before) < REPORTS_FOR:
        return  # they are told already
    await keep(session, _cried(staff.id), now.isoformat())
    here = (await desk(session)).without(staff.id)
    leading = targets(here, Who.SUPERVISOR)
    for to in leading or [one for one in targets(here, Who.EVERYBODY) if one != BANNER]:
        await outbox.put(
            session,
            worker=route_of(to),
            kind=Kind.MISPLACED,
            lane=f"misplaced:{staff.id}:{to}",
            now=now,
            due_at=now + PATIENCE,
            once=f"misplaced:{staff.id}:{in_once(to)}:{now.isoformat()}",
            urgency=Urgency.FIRST,
        )


async def _reports(session: AsyncSession, staff_id: str, now: datetime) -> bool:
    since = await kept(session, _reporting(staff_id))
    return since is not None and now - datetime.fromisoformat(since) < REPORTS_FOR


async def _meant(session: AsyncSession, staff: Staff | None, written: Written) -> list[str]:
    """The numbers of the cases that are meant: the newest of the alert that was answered, else those of one's own."""
    if written.under is not None:
        here = GROUP if written.in_group else f"staff:{staff.id}" if staff is not None else ""
        answered = (
            select(Case.number)
            .join(Alert, Alert.case_id == Case.id)
            .where(Alert.target == here, Alert.message_id == written.under)
        )
        newest = answered.order_by(Case.level, Case.opened_at.desc(), Case.number.desc())  # it may tell of several
        if numbers := list(await session.scalars(newest.limit(_MOST_CASES))):
            return numbers
    if staff is None:
        return []
    own = select(Case.number).where(Case.claimed_by == staff.id, Case.status == Status.CLAIMED)
    return list(await session.scalars(own.order_by(Case.claimed_at.desc()).limit(_MOST_CASES)))


def _link(console: str, number: str) -> str:
    return f"{console}/cases/{number}" if console else number


def _reporting(staff_id: str) -> str:
    return f"report:{staff_id}"


def _cried(staff_id: str) -> str:
    return f"cried:{staff_id}"
