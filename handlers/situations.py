"""Texts that an answer may begin with, by situation: what came along, and what supervisors made of it, in versions.

Nothing of a case stands in one. What is filled in comes from the head of the case alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.deadlines import VIETNAM
from handlers.duty import active_staff
from handlers.permission import NotAllowed, Right, may
from handlers.store.models import Case, SituationText
from handlers.store.rows import insert
from nlu.marks import nfc
from nlu.tokens import fold

LANGUAGE = "vi"  # the only one: a text in Ê Đê would have to be reviewed by two who speak it
LONGEST_TITLE, LONGEST_TEXT = 120, 2000  # characters: an answer has room for more
NUMBER, RECEIVED = "{số hồ sơ}", "{giờ nhận tin}"
PLACEHOLDERS = (NUMBER, RECEIVED)
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_OF_A_CASE = re.compile(r"\b[0-9]{2}-[0-9]{4}\b|(?:[0-9] ?){15}")  # its number for staff, a receipt code


class Voice(StrEnum):
    CHILD = "child"
    ADULT = "adult"


class Wrong(StrEnum):
    """Why a text was not kept; handlers/console/desk_words.py says it."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    MARKS = "marks"
    CHANGED = "changed"


class NotKept(Exception):
    """The text can't be kept as it is."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


class NoSuchSituation(LookupError):
    """There is no such text, or no such version of it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One version of a text; `made_by` and `made_at` are None for what came along, which is version 0."""

    id: str
    title: str
    voice: Voice
    text: str
    version: int = 0
    withdrawn: bool = False
    made_by: str | None = None
    made_at: datetime | None = None


@cache
def start() -> dict[str, Situation]:
    """What came along, by id."""
    read = tomllib.loads(Path(__file__).with_name("situations.toml").read_text(encoding="utf-8"))
    found = [
        Situation(f"{name}-{voice}", about[voice]["title"], voice, about[voice]["text"].strip())
        for name, about in read.items()
        for voice in Voice
    ]
    return {one.id: one for one in found}


async def current(session: AsyncSession, *, withdrawn: bool = False) -> list[Situation]:
    """The newest version of each, by title; with those that are offered no more, or without."""
    found = dict(start())
    rows = select(SituationText).order_by(SituationText.situation_id, SituationText.version)
    for row in await session.scalars(rows):
        found[row.situation_id] = _from(row)
    return sorted((one for one in found.values() if withdrawn or not one.withdrawn), key=lambda one: _plain(one.title))


async def versions(session: AsyncSession, id_: str) -> list[Situation]:
    """Every version of one text, the newest first. Raises NoSuchSituation."""
    rows = select(SituationText).where(SituationText.situation_id == id_).order_by(SituationText.version.desc())
    found = [_from(row) for row in await session.scalars(rows)]
    if id_ in start():
        found.append(start()[id_])
    if not found:
        raise NoSuchSituation(id_)
    return found


async def keep(
    session: AsyncSession,
    staff_id: str,
    now: datetime,
    *,
    title: str,
    text: str,
    voice: str,
    id_: str = "",
    known: int = 0,
) -> str:
    """Keep a new version, or a new text where there is no id; its id. `known` is the version that it was made from.

    Raises NotAllowed, NotKept, NoSuchSituation.
    """
    title, text = (nfc(one).strip() for one in (title, text.replace("\r\n", "\n")))
    if not title or not text or voice not in frozenset(Voice):
        raise NotKept(Wrong.EMPTY)
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise NotKept(Wrong.TOO_LONG)
    if any(one not in PLACEHOLDERS for one in _BRACES.findall(text)):
        raise NotKept(Wrong.PLACEHOLDER)
    if _OF_A_CASE.search(text) or _OF_A_CASE.search(title):
        raise NotKept(Wrong.MARKS)
    if id_:
        await versions(session, id_)
    made = Situation(id_ or uuid4().hex, title, Voice(voice), text, known, made_by=staff_id, made_at=now)
    await _add(session, made, known, now)
    return made.id


async def withdraw(session: AsyncSession, staff_id: str, now: datetime, id_: str, known: int) -> None:
    """Offer it no more. Raises NotAllowed, NotKept, NoSuchSituation."""
    last = (await versions(session, id_))[0]
    await _add(session, replace(last, withdrawn=True, made_by=staff_id, made_at=now), known, now)


async def restore(session: AsyncSession, staff_id: str, now: datetime, id_: str, version: int, known: int) -> None:
    """Make an older version the newest one. Raises NotAllowed, NotKept, NoSuchSituation."""
    old = next((one for one in await versions(session, id_) if one.version == version), None)
    if old is None:
        raise NoSuchSituation(id_)
    await _add(session, replace(old, withdrawn=False, made_by=staff_id, made_at=now), known, now)


def fill(text: str, case: Case) -> str:
    """The text with what the head of the case says put into it: nothing that is sealed."""
    received = case.received_at.astimezone(VIETNAM)
    return text.replace(NUMBER, case.number).replace(RECEIVED, f"{received:%H:%M} ngày {received:%d/%m}")


async def _add(session: AsyncSession, new: Situation, known: int, now: datetime) -> None:
    """As the version after `known`, unless somebody else was faster."""
    assert new.made_by is not None
    staff = await active_staff(session, new.made_by)
    if not may(staff.role, Right.SITUATIONS):
        raise NotAllowed(Right.SITUATIONS)
    newest = select(SituationText.version).where(SituationText.situation_id == new.id)
    if (await session.scalar(newest.order_by(SituationText.version.desc()).limit(1)) or 0) != known:
        raise NotKept(Wrong.CHANGED)
    row = {
        "situation_id": new.id,
        "version": known + 1,
        "title": new.title,
        "voice": new.voice,
        "language": LANGUAGE,
        "text": new.text,
        "withdrawn": new.withdrawn,
        "made_by": new.made_by,
        "made_at": now,
    }
    added = insert(session, SituationText).values(row).on_conflict_do_nothing().returning(SituationText.version)
    if (await session.execute(added)).first() is None:
        raise NotKept(Wrong.CHANGED)
    detail = f"{new.id} {known + 1}"
    note(session, Act.CHANGE_SITUATION, at=now, staff_id=new.made_by, detail=detail)


def _from(row: SituationText) -> Situation:
    return Situation(
        row.situation_id,
        row.title,
        Voice(row.voice),
        row.text,
        row.version,
        row.withdrawn,
        row.made_by,
        row.made_at,
    )


def _plain(title: str) -> str:
    """By which titles stand in order: without marks, as a list in Vietnamese has them."""
    return fold(title.casefold().replace("“", ""))
