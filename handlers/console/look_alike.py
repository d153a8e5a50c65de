"""Display names that a colleague would take for one another: one of them may have each."""

from __future__ import annotations

from functools import cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Staff
from locales import N_
from nlu.marks import nfc, seen

NAME_TAKEN = N_(
    "Somebody is called this, or so much like it that colleagues would take one for the other. Add a middle name, or "
    "where they work."
)


async def is_taken(session: AsyncSession, name: str, but: str | None = None) -> bool:
    """Whether anybody else, with access or without, has a name that looks the same."""
    looks = _looks(name)
    rows = await session.execute(select(Staff.id, Staff.name))
    return any(row.id != but and looks & _looks(row.name) for row in rows)


def _looks(name: str) -> set[str]:
    """The name as the eye has it, without case and spaces; letters that look alike (UTS 39) are one.

    In two orders: "I" looks like "l", and is also the "i" of a small one. Marks tell Vietnamese names apart.
    """
    plain = "".join(nfc(seen(name)).split())
    return {"".join(map(_prototype, plain.casefold())), "".join(map(_prototype, plain)).casefold()}


def _prototype(letter: str) -> str:
    """The one letter that stands for all that look like it: the table names it alone beside each of the others."""
    alike = _alike(letter)
    if len(alike) != 1:
        return letter
    return alike[0] if len(_alike(alike[0])) > 1 else min(letter, alike[0])


@cache
def _alike(letter: str) -> list[str]:
    from confusable_homoglyphs.confusables import is_confusable  # its table takes a moment to read

    found = is_confusable(letter, greedy=True) or []
    return [one["c"] for each in found for one in each["homoglyphs"] if len(one["c"]) == 1]
