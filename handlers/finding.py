"""What staff find out beside what the reporter said: sealed with author and time, never over it, and never deleted.

Each finding holds only what it changed: the newest of a field stands, those before are its history. Two of the head's
facts, group and commune, follow staff as long as theirs stands; what the reports say of them is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.permission import Right
from handlers.store.models import Case, CaseKey, Item
from handlers.store.rows import locked_case
from handlers.taxonomy import taxonomy
from nlu import places

LINE, TEXT = 200, 2000  # characters


class Section(StrEnum):
    """The parts of a case's summary, in the order of its page."""

    CHILD = "child"
    WHAT = "what"
    PERSONS = "persons"
    WHERE = "where"
    WHEN = "when"
    REPORTER = "reporter"
    REACH = "reach"  # how the reporter is reached safely, and who must not know
    OTHER = "other"


class Field(StrEnum):
    """One thing that staff may record; what kind of value it takes stands below."""

    NAME = "name"
    AGE = "age"
    SEX = "sex"
    LIVES = "lives"
    GROUP = "group"
    COMMUNE = "commune"
    PLACE = "place"
    NOTE = "note"


FIELDS: Mapping[Section, tuple[Field, ...]] = {
    Section.CHILD: (Field.NAME, Field.AGE, Field.SEX, Field.LIVES, Field.NOTE),
    Section.WHAT: (Field.GROUP, Field.NOTE),
    Section.PERSONS: (Field.NOTE,),
    Section.WHERE: (Field.COMMUNE, Field.PLACE, Field.NOTE),
    Section.WHEN: (Field.NOTE,),
    Section.REPORTER: (Field.NOTE,),
    Section.REACH: (Field.NOTE,),
    Section.OTHER: (Field.NOTE,),
}
COMMUNES = (Field.COMMUNE, Field.LIVES)
SEXES = ("girl", "boy")


class NotThere(ValueError):
    """A value that can't be: a commune or a group that there is not, a field of another section."""


class TooLong(ValueError):
    """A text with more characters than its field takes."""


class Unchanged(ValueError):
    """Nothing differs from what was there."""


class Gone(Exception):
    """The case was forgotten: whatever is sealed to it could never be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one person recorded in one section; an empty value takes back what stood there."""

    section: str
    values: dict[str, str]


def finding_from(plain: bytes) -> Finding:
    """The finding in an opened FINDING item."""
    return TypeAdapter(Finding).validate_json(plain)


def longest(field: str) -> int:
    """Characters that a field takes."""
    return TEXT if field == Field.NOTE else LINE


async def record(
    session: AsyncSession,
    case_id: str,
    staff_id: str,
    section: str,
    values: Mapping[str, str],
    *,
    knew: int,
    now: datetime,
) -> bool:
    """Record these values of a section; `knew` is how many findings stood on the case when the form was shown.

    Whether nothing else was recorded meanwhile: what was is kept too. A closed case takes findings and stays closed.
    Raises NotAllowed, NotThere, TooLong, Unchanged, Gone, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.RECORD)
    if await session.get(CaseKey, case_id) is None:
        raise Gone(case_id)
    if section not in tuple(Section):
        raise NotThere(section)
    if not values:
        raise Unchanged(section)
    for field, value in values.items():
        _check(Section(section), field, value)
    written = select(func.count(), func.max(Item.created_at)).where(
        Item.case_id == case_id, Item.kind == ItemKind.FINDING
    )
    count, last = (await session.execute(written)).one()
    if last is not None and last >= now:  # of two in the same moment, the one that is kept later is the newer one
        now = last + timedelta(microseconds=1)
    plain = TypeAdapter(Finding).dump_json(Finding(section, dict(values)))
    item = await add_staff_item(session, case, ItemKind.FINDING, plain, now=now, staff_id=staff_id)
    note(session, Act.RECORD, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id, detail=section)
    if Field.GROUP in values:
        _group(case, values[Field.GROUP])
    if Field.COMMUNE in values:
        _commune(case, values[Field.COMMUNE])
    return bool(count <= knew)


def told_group(case: Case, group: str) -> None:
    """The reports speak of this group: it is the case's, unless staff have recorded theirs."""
    if case.told_group is None:
        case.group = group
    else:
        case.told_group = group


def told_commune(case: Case) -> tuple[str | None, str | None]:
    """Code and scheme of the commune that the reports speak of, whatever staff have recorded."""
    if case.told_commune is None:
        return case.commune_code, case.commune_scheme
    code, _, scheme = case.told_commune.partition(":")
    return code or None, scheme or None


def tell_commune(case: Case, code: str | None, scheme: str | None) -> None:
    """The reports speak of this commune: it is the case's, unless staff have recorded theirs."""
    if case.told_commune is None:
        case.commune_code, case.commune_scheme = code, scheme
    else:
        case.told_commune = _written(code, scheme)


def standing(findings: Iterable[Finding]) -> dict[tuple[str, str], str]:
    """What stands after all these, oldest first, by section and field; what was taken back does not."""
    found: dict[tuple[str, str], str] = {}
    for one in findings:
        found |= {(one.section, field): value for field, value in one.values.items()}
    return {key: value for key, value in found.items() if value}


def _check(section: Section, field: str, value: str) -> None:
    if field not in FIELDS[section]:
        raise NotThere(field)
    if len(value) > longest(field):
        raise TooLong(field)
    if field in COMMUNES:
        there = places.name_of(value) is not None
    else:
        there = value in {Field.GROUP: taxonomy(), Field.SEX: SEXES}.get(Field(field), (value,))
    if value and not there:
        raise NotThere(field)


def _group(case: Case, group: str) -> None:
    if case.told_group is None and group:
        case.told_group = case.group
    if group:
        case.group = group
    elif case.told_group is not None:
        case.group, case.told_group = case.told_group, None


def _commune(case: Case, code: str) -> None:
    if code:
        if case.told_commune is None:
            case.told_commune = _written(case.commune_code, case.commune_scheme)
        case.commune_code, case.commune_scheme = code, places.SCHEME
    elif case.told_commune is not None:
        case.commune_code, case.commune_scheme = told_commune(case)
        case.told_commune = None


def _written(code: str | None, scheme: str | None) -> str:
    return f"{code or ''}:{scheme or ''}"
