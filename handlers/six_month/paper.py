"""The layout of an official paper as settings, not yet checked against Decree 30/2020/NĐ-CP; kept in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.six_month.document import MISSING
from handlers.store.kept import keep, kept

LONGEST = 190  # characters of a text
FONT = "Times New Roman"
# Least and most of what is a number: millimetres, and points of the body.
RANGES = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20), "body": (13, 14)}
NAMES = {  # as the list of what is missing calls them
    "superior": "cơ quan chủ quản",
    "agency": "cơ quan ban hành",
    "code": "ký hiệu cơ quan",
    "place": "địa danh",
    "authority": "quyền hạn ký (TM., KT.)",
    "title": "chức vụ người ký",
    "signer": "họ tên người ký",
    "recipients": "nơi nhận",
}
_OPTIONAL = ("authority", "superior")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on every report beside its words; "" is printed as "…". The number is given when it is issued."""

    superior: str = ""
    agency: str = ""
    code: str = ""  # of "Số: …/BC-SYT"
    place: str = ""
    authority: str = ""  # "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC"
    title: str = ""  # "PHÓ GIÁM ĐỐC"
    signer: str = ""
    recipients: str = ""  # separated by ;
    top: int = 20
    bottom: int = 20
    left: int = 30
    right: int = 15
    body: int = 14

    def shown(self, name: str) -> str:
        return str(getattr(self, name)) or MISSING

    def empty(self) -> list[str]:
        """What has to be filled in before it can be signed."""
        return [called for name, called in NAMES.items() if not getattr(self, name) and name not in _OPTIONAL]

    @property
    def stamp(self) -> str:
        """The same for the same paper alone."""
        return sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def listed(self) -> tuple[str, ...]:
        """Who gets it, a line each."""
        found = tuple(one.strip(" -–.") for one in self.recipients.split(";") if one.strip(" -–."))
        return found or (MISSING,)


def read(typed: Mapping[str, str]) -> tuple[Paper, list[str]]:
    """From a form: what could be taken, and the names of the fields that could not (they stay as they usually are)."""
    taken: dict[str, str | int] = {}
    wrong: list[str] = []
    for one in fields(Paper):
        text = " ".join(typed.get(one.name, "").split())
        if one.name not in RANGES:
            taken[one.name] = text[:LONGEST]
            if len(text) > LONGEST:
                wrong.append(one.name)
        elif text:
            least, most = RANGES[one.name]
            if text.isascii() and text.isdigit() and len(text) < 3 and least <= int(text) <= most:
                taken[one.name] = int(text)
            else:
                wrong.append(one.name)
    return Paper(**taken), wrong  # type: ignore[arg-type]


class ChangedMeanwhile(Exception):
    """Somebody else changed it since it was looked at."""


async def load(session: AsyncSession) -> Paper:
    stored = {one.name: await kept(session, f"paper.{one.name}") for one in fields(Paper)}
    return read({name: value for name, value in stored.items() if value is not None})[0]


async def store(session: AsyncSession, paper: Paper, stamp: str, by: str, now: datetime) -> None:
    """Keep it; `stamp` is of the one that was looked at. Raises ChangedMeanwhile."""
    await keep(session, "paper", by)  # two at one moment take turns
    before = await load(session)
    if before.stamp != stamp:
        raise ChangedMeanwhile
    changed = [one.name for one in fields(Paper) if getattr(before, one.name) != getattr(paper, one.name)]
    for name in changed:
        await keep(session, f"paper.{name}", str(getattr(paper, name)))
    if changed:
        note(session, Act.CHANGE_PAPER, at=now, staff_id=by, detail=", ".join(changed))
