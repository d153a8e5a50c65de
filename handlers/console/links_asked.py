"""New set-up links that wait for a second person: in the console's memory, where nobody can write but its own pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.permission import Right, four_eyes, may
from handlers.store.models import Staff

LAPSES = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Asked:
    """A link that somebody asked for; `agreed_by` a second person, None until then."""

    by: str
    at: datetime
    agreed_by: str | None = None


class LinksAsked:
    """By whose account."""

    def __init__(self) -> None:
        self._asked: dict[str, Asked] = {}

    def put(self, staff_id: str, asked: Asked) -> None:
        self._asked[staff_id] = asked

    def of(self, staff_id: str, now: datetime) -> Asked | None:
        asked = self._asked.get(staff_id)
        return asked if asked is not None and now - asked.at < LAPSES else None

    def drop(self, staff_id: str) -> None:
        self._asked.pop(staff_id, None)

    def all(self, now: datetime) -> dict[str, Asked]:
        return {staff_id: asked for staff_id, asked in self._asked.items() if now - asked.at < LAPSES}

    def waiting_for(self, staff: Staff, now: datetime) -> dict[str, Asked]:
        """Those to which this person could agree, and the one for their own account."""
        return {
            staff_id: asked
            for staff_id, asked in self.all(now).items()
            if staff_id == staff.id or may_agree(staff, staff_id, asked)
        }


def may_agree(staff: Staff, owner_id: str, asked: Asked) -> bool:
    """A second person, who is neither the one that asked nor the one whose account it is."""
    second = asked.agreed_by is None and four_eyes(asked.by, staff.id) and staff.id != owner_id
    return second and may(staff.role, Right.AGREE_LINK)
