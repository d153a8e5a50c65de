"""Whose receipt code was read out to whom lately: in memory alone, until the call is over."""

from __future__ import annotations

from datetime import datetime, timedelta

_LASTS = timedelta(minutes=30)  # of a call


class ReadOut:
    """By member of staff and case."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, str], datetime] = {}

    def note(self, staff_id: str, case_id: str, now: datetime) -> None:
        """Its reporter has read the code to this person, who has found the case by it."""
        self._at = {key: at for key, at in self._at.items() if now - at < _LASTS} | {(staff_id, case_id): now}

    def is_lately(self, staff_id: str, case_id: str, now: datetime) -> bool:
        at = self._at.get((staff_id, case_id))
        return at is not None and now - at < _LASTS
