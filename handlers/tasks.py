"""What is to be done on a case by a day and an hour: it goes with its case to whoever has it next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import desk, tell
from handlers.audit import Act, note
from handlers.case import ItemKind, Status
from handlers.deadlines import VIETNAM
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.order import in_order
from handlers.outbox import Kind
from handlers.permission import Right, Role, Standing, reach_of
from handlers.store.models import Case, Staff, Task
from handlers.store.rows import locked_case, touch

LONGEST_TASK = 500  # characters
FARTHEST = timedelta(days=366)
# Only who reads every case can have a task on one that is not theirs: anybody else could not read what it is.
READS_ALL = tuple(role for role in Role if Standing.ANOTHERS in reach_of(role, Right.READ))


class NotADay(StrEnum):
    """Why something is no time at which a task can be due; handlers/console/words.py says it."""

    UNREADABLE = "unreadable"
    PAST = "past"
    TOO_FAR = "too_far"


class NoSuchTask(LookupError):
    """There is no such task on this case."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks of a case are open, and how many of them overdue."""

    open: int = 0
    over: int = 0


def due_from(day: str, hour: str, now: datetime) -> datetime | NotADay:
    """ "2026-11-25" and "14:30", as a form has them, in Viet Nam; in UTC."""
    try:
        due = datetime.strptime(f"{day[:10]} {hour[:5]}", "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM).astimezone(UTC)
    except (ValueError, OverflowError):
        return NotADay.UNREADABLE
    return NotADay.PAST if due <= now else NotADay.TOO_FAR if due > now + FARTHEST else due


async def add(
    session: AsyncSession, case_id: str, staff_id: str, text: str, due_at: datetime, whom: str, now: datetime
) -> str:
    """Keep a task; its item's id. `whom` is a supervisor's id, "" for whoever has the case.

    Raises NotAllowed, ValueError.
    """
    if not text.strip() or len(text) > LONGEST_TASK:
        raise ValueError("no task")
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.TASK)
    named = {one.id for one in await may_be_named(session)}
    item = await add_staff_item(session, case, ItemKind.TASK, text.strip().encode(), now=now, staff_id=staff_id)
    await session.flush()
    for_staff = whom if whom in named and whom != case.claimed_by else None
    session.add(Task(item_id=item.id, case_id=case_id, for_staff=for_staff, due_at=due_at))
    touch(case)
    note(session, Act.ADD_TASK, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)
    return item.id


async def tick(session: AsyncSession, case_id: str, item_id: str, staff_id: str, done: bool, now: datetime) -> None:
    """Tick a task off, or open it again; the same once more changes nothing. Raises NotAllowed, NoSuchTask."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.TASK)
    task = await session.get(Task, item_id, populate_existing=True)
    if task is None or task.case_id != case_id:
        raise NoSuchTask(item_id)
    if done == (task.done_at is not None):
        return
    task.done_at, task.done_by = (now, staff_id) if done else (None, None)
    touch(case)
    act = Act.DO_TASK if done else Act.UNDO_TASK
    note(session, act, at=now, staff_id=staff_id, case_id=case_id, item_id=item_id)


async def of_case(session: AsyncSession, case_id: str) -> list[Task]:
    """Every task of a case, the one that is due first at the beginning."""
    return list(await session.scalars(select(Task).where(Task.case_id == case_id).order_by(Task.due_at, Task.item_id)))


async def may_be_named(session: AsyncSession) -> list[Staff]:
    """Whom a task can be for, other than whoever has the case."""
    return sorted(await session.scalars(select(Staff).where(_reads_all())), key=lambda one: in_order(one.name))


async def counts(session: AsyncSession, cases: Collection[str], now: datetime) -> dict[str, Count]:
    """By case, where there is an open task."""
    over = func.coalesce(func.sum(sql_case((Task.due_at <= now, 1), else_=0)), 0)
    rows = select(Task.case_id, func.count(), over).where(Task.case_id.in_(cases), Task.done_at.is_(None))
    return {row[0]: Count(int(row[1]), int(row[2])) for row in await session.execute(rows.group_by(Task.case_id))}


def named_on(staff_id: str) -> ColumnElement[bool]:
    """A case on which this person has an open task by name, whoever has the case."""
    mine = (Task.case_id == Case.id, Task.for_staff == staff_id, Task.done_at.is_(None))
    return select(Task.item_id).where(*mine).correlate(Case).exists()


async def overdue_of(session: AsyncSession, staff_id: str, now: datetime) -> list[str]:
    """The numbers of the cases on which this person has an overdue task, the one that waits longest first."""
    mine = or_(Task.for_staff == staff_id, and_(~_named(), Case.claimed_by == staff_id))
    late = select(Case.number, func.min(Task.due_at)).join(Task, Task.case_id == Case.id)
    late = late.where(_RUNNING, Task.due_at <= now, mine).group_by(Case.number).order_by(func.min(Task.due_at))
    return [row[0] for row in await session.execute(late)]


async def to_warn_of(session: AsyncSession, now: datetime) -> list[str]:
    """The cases with a task that is due and of which nobody was told. Locks nothing."""
    due = select(Task.case_id).join(Case, Case.id == Task.case_id)
    due = due.where(_RUNNING, Task.due_at <= now, Task.warned_at.is_(None), or_(_named(), Case.claimed_by.is_not(None)))
    return list(await session.scalars(due.distinct()))


async def warn(session: AsyncSession, case_id: str, now: datetime) -> None:
    """Tell the owner of each task of this case that is due, once: that it is, and not what it is."""
    case = await locked_case(session, case_id)
    due = select(Task, _named()).join(Case, Case.id == Task.case_id)
    due = due.where(Task.case_id == case_id, _RUNNING, Task.due_at <= now, Task.warned_at.is_(None))
    here = await desk(session)
    for task, named in (await session.execute(due)).all():
        owner = task.for_staff if named else case.claimed_by
        if owner is None:
            continue  # whoever claims it hears of it then
        task.warned_at = now
        to = here.linked(one for one in here.staff if one.id == owner)
        await tell(session, case, Kind.TASK_DUE, to, now, task.item_id)


def _reads_all() -> ColumnElement[bool]:
    return and_(Staff.active, Staff.role.in_(READS_ALL))


def _named() -> ColumnElement[bool]:
    """The task is for somebody by name who may still read the case; else it is for whoever has it."""
    return select(Staff.id).where(Staff.id == Task.for_staff, _reads_all()).correlate(Task).exists()


# Not by the index of live cases: few tasks are due, and each names its case.
_RUNNING = and_(Task.done_at.is_(None), Case.status != Status.CLOSED)
