"""Who has begun to listen to what: a browser asks for one recording in many parts, and that is one look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_ONE_LOOK = timedelta(minutes=30)
_A_MOMENT = timedelta(seconds=5)  # Safari asks for two bytes first, and then from the beginning
_MOST = 1000


@dataclass
class Listening:
    """In the memory of one console: after a new start a part counts as a look of its own."""

    _begun: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def goes_on(self, staff_id: str, item_id: str, now: datetime, *, later: bool) -> bool:
        """Whether this is a part of a look that has begun; `later` says that it is not its beginning."""
        at = self._begun.get((staff_id, item_id))
        return at is not None and now - at < (_ONE_LOOK if later else _A_MOMENT)

    def begins(self, staff_id: str, item_id: str, now: datetime) -> None:
        if len(self._begun) >= _MOST:
            self._begun = {one: at for one, at in self._begun.items() if now - at < _ONE_LOOK}
        self._begun[staff_id, item_id] = now
