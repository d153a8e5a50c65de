"""What speakers of Ê Đê said about a sentence, and the status that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UNREVIEWED, REVIEWED, REJECTED = STATUSES = ("synthetic-unreviewed", "reviewed", "rejected")
NATURAL, UNDERSTANDABLE, WRONG = VERDICTS = ("natural", "understandable", "wrong")


@dataclass(frozen=True)
class Verdict:
    """What one reviewer said; `correction` is what they would write instead, or empty."""

    reviewer: str
    verdict: str
    correction: str = ""


def is_same_person(one: str, other: str) -> bool:
    """Phones write the first letter of a name large or small as they please."""
    return one.casefold() == other.casefold()


def read_review(written: str) -> tuple[Verdict, ...]:
    """Reads "lan:wrong;correction=kâo huĭ;bhem:natural"; a correction belongs to the verdict before it.

    ValueError says what is expected.
    """
    found: list[Verdict] = []
    for part in written.split(";") if written else ():
        if part.startswith("correction=") and found and not found[-1].correction:
            found[-1] = Verdict(found[-1].reviewer, found[-1].verdict, part.removeprefix("correction="))
            continue
        reviewer, _, verdict = part.partition(":")
        if not reviewer or verdict not in VERDICTS:
            raise ValueError(f'"{part}" in review: write reviewer:verdict with one of {", ".join(VERDICTS)}')
        if any(is_same_person(reviewer, other.reviewer) for other in found):
            raise ValueError(f'"{reviewer}" stands twice in review: keep the last verdict')
        found.append(Verdict(reviewer, verdict))
    return tuple(found)


def write_review(verdicts: Iterable[Verdict]) -> str:
    return ";".join(
        f"{said.reviewer}:{said.verdict}" + (f";correction={said.correction}" if said.correction else "")
        for said in verdicts
    )


def status_of(verdicts: Iterable[Verdict]) -> str:
    """`wrong` from anyone rejects; two different reviewers who understand the sentence make it reviewed."""
    said = tuple(verdicts)
    if any(verdict.verdict == WRONG for verdict in said):
        return REJECTED
    return REVIEWED if len({verdict.reviewer.casefold() for verdict in said}) >= 2 else UNREVIEWED
