"""The private halves of one case, as the console's own opens them."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.store.models import CaseKey
from handlers.store.seal import CannotOpen, case_private_key, staff_private_key, unseal


@dataclass(frozen=True, slots=True)
class Opener:
    """The private halves of one case: its own, and those for what staff write."""

    case: bytes
    staff: tuple[bytes, ...]

    def opens(self, sealed: bytes, about: str) -> tuple[bytes | None, bool]:
        """The plain bytes, None when none of them opens it; and whether it is for staff's words alone."""
        for private in (self.case, *self.staff):
            try:
                return unseal(sealed, private, about), private is not self.case
            except CannotOpen:
                continue
        return None, False


def opener(key: CaseKey, private: bytes) -> Opener:
    """With the console's private half. Raises CannotOpen where the case's key is not for it."""
    return Opener(case_private_key(key.case_id, key.for_console, private), tuple(_halves(key, private)))


def _halves(key: CaseKey, private: bytes) -> list[bytes]:
    found = []
    for row in key.staff_keys:
        try:
            found.append(staff_private_key(row.case_id, row.for_console, private))
        except CannotOpen:  # not one of ours
            continue
    return found
