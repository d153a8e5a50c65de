"""What opened reports tell, read as one: answers that changed, notes, the number to call, every reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import snapshot
from handlers.case import Answer, ItemKind, Report
from handlers.contact import last_digits
from handlers.triage import Triage

_ABOUT_CALLS = ("contact_how", "contact", "danger_contact")  # the questions


@dataclass(frozen=True, slots=True)
class Opened:
    """One item, opened. `plain` is None when the bytes can't be opened: changed, or not of this case.

    `staff_id` is whoever provably wrote it, or authorship.NOBODY; None where it is not of staff.
    """

    id: str
    kind: ItemKind
    at: datetime
    staff_id: str | None
    plain: bytes | None

    @property
    def text(self) -> str:
        return (self.plain or b"").decode(errors="replace")


def number_in(report: Report | None) -> str:
    """The same of an opened report: only answers about being called count, never a number in the story."""
    told = {answer.question: answer.given for answer in report.answers} if report else {}
    numbers = (last_digits(told.get(key, "")) for key in _ABOUT_CALLS)
    return next((number for number in numbers if number), "")


def whole_report(items: list[Opened]) -> Report | None:
    """Everything that was told in all the case's reports: of an answer that changed how it changed, of notes every one.

    A later report may hold only what is new, such as a cry for help after the receipt: it hides nothing told before.
    """
    reports = [snapshot.snapshot_from(item.plain) for item in items if item.kind is ItemKind.SNAPSHOT and item.plain]
    if not reports:
        return None
    told: dict[tuple[str, str], Answer] = {}
    for answer in (answer for one in reports for answer in one.answers):
        key = (answer.question, answer.given if answer.question == "note" else "")
        told[key] = _after(told.get(key), answer)
    return replace(reports[-1], answers=_hours_beside_the_number(list(told.values())))


def _after(before: Answer | None, now: Answer) -> Answer:
    """An answer that was given anew, with what it was before."""
    if before is None or before.given in now.given or unknown(before) or unknown(now):
        return now
    return replace(now, given=f"{before.given} → {now.given}")


def _hours_beside_the_number(answers: list[Answer]) -> tuple[Answer, ...]:
    """When the reporter may be called is read where the number is."""
    hours = [one for one in answers if one.question == "call_hours"]
    others = [one for one in answers if one.question != "call_hours"]
    numbers = [at for at, one in enumerate(others) if one.question in ("contact", "contact_how", "danger_contact")]
    behind = numbers[-1] + 1 if numbers else 0
    return (*others[:behind], *hours, *others[behind:])


def with_sources(answers: Iterable[Answer]) -> list[tuple[Answer, str]]:
    """Each answer with the name that a correction of it goes by: only what was told freely has one."""
    found, notes = [], 0
    for answer in answers:
        notes += answer.question == "note"
        source = {"what": "what", "note": f"note-{notes}"}.get(answer.question, "")
        found.append((answer, "" if unknown(answer) else source))
    return found


def unknown(answer: Answer) -> bool:
    """Whether the person did not say or did not know: then the page says so in words of its own."""
    return answer.value in ("", "unknown", "unsaid") or not answer.given.strip()


def whole_triage(items: list[Opened]) -> Triage | None:
    """Every reason that any of the case's reports had for its urgency, the deciding one first."""
    return snapshot.whole_triage(
        item.plain for item in items if item.kind is ItemKind.TRIAGE and item.plain is not None
    )
