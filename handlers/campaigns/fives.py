"""Telling numbers by fives, so that no small one can be worked out from their total. Pure.

A part is told by the five at or below it, nought too: "<5" may be any of nought to four. The total is told in the same
way, and lower where it would say more than that (docs/decisions/0028-campaigns-told-by-fives.md).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

FEW = 5
K = TypeVar("K", bound=Hashable)


class Told(NamedTuple):
    """A number as it is shown: itself, or that it is at least so much; "at least nought" is fewer than five."""

    least: int
    exact: bool = False

    def __str__(self) -> str:
        number = f"{self.least:,}".replace(",", ".")
        return number if self.exact else f"≥{number}" if self.least else f"<{FEW}"


def by_fives(parts: Mapping[K, int]) -> tuple[Told, dict[K, Told]]:
    """The total of these numbers and each of them, as they are told beside each other.

    Each part may have up to four more than is told of it, and it must stay possible that any one has none of these and
    the others bear them all: of three parts that are told as "<5" the total never says "≥10".
    """
    told = {key: Told(number - number % FEW) for key, number in parts.items()}
    least = sum(part.least for part in told.values())
    room = (FEW - 1) * max(len(parts) - 1, 0)
    return Told(least + min(sum(parts.values()) - least, room) // FEW * FEW), told
