"""What is counted of a case: closed lists of coarse values, and how the answers of a report fall into them. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from handlers.case import Report
from locales import N_

UNSAID = ""  # nobody said it, or nobody knew

AGES = ("0-3", "4-6", "7-10", "11-13", "14-15", "16-17")
SEXES = ("girl", "boy")
REPORTERS = ("child", "parent", "relative", "neighbour", "school", "collaborator", "health", "friend", "other")
SETTINGS = {
    "family": N_("In the family"),
    "school": N_("At school"),
    "community": N_("In the neighbourhood"),
    "institution": N_("In a home for children"),
    "work": N_("At work"),
    "online": N_("Online"),
}
# Where it happens follows from who does it, as far as that can be said; staff put right what is otherwise.
_SETTING_OF = {
    **dict.fromkeys(("father", "mother", "stepfather", "stepmother", "grandparent", "relative", "carer"), "family"),
    **dict.fromkeys(("neighbour", "stranger"), "community"),
    **{"teacher": "school", "friend": "school", "employer": "work", "online": "online"},
}
# Upper ends, in minutes. The promises of the line (5 minutes, 1, 12, 24 and 72 hours) are ends of bands, so that it can
# be told whether one was kept; a time to the minute would be a key by which a fact is found beside its case.
BANDS = (5, 30, 60, 4 * 60, 12 * 60, 24 * 60, 72 * 60)
BAND_NAMES = (
    N_("within 5 minutes"),
    N_("5 to 30 minutes"),
    N_("30 to 60 minutes"),
    N_("1 to 4 hours"),
    N_("4 to 12 hours"),
    N_("12 to 24 hours"),
    N_("1 to 3 days"),
    N_("later than 3 days"),
)


@dataclass(frozen=True, slots=True)
class Coarse:
    """What a report or the staff said, each a code of the lists above or UNSAID. `kind` is said by staff alone."""

    age: str = UNSAID
    sex: str = UNSAID
    setting: str = UNSAID
    reporter: str = UNSAID
    kind: str = UNSAID  # a row of the taxonomy


def of_report(report: Report) -> Coarse:
    """What the answers of one report say; words are never looked at."""
    told = {answer.question: answer.value for answer in report.answers}
    return Coarse(
        age=_known(told.get("age"), AGES),
        sex=_known(told.get("sex"), SEXES),
        setting=_SETTING_OF.get(told.get("who", ""), UNSAID),
        reporter=_known(told.get("role"), REPORTERS),
    )


def merged(known: Iterable[Coarse]) -> Coarse:
    """Several sayings as one: the later one counts, where it says anything."""
    whole = Coarse()
    for one in known:
        said = {field.name: getattr(one, field.name) for field in fields(one)}
        whole = replace(whole, **{name: value for name, value in said.items() if value != UNSAID})
    return whole


def band(since: datetime, until: datetime | None) -> int | None:
    """The place in BAND_NAMES of the time between two moments; None where the second has not come."""
    if until is None:
        return None
    return bisect_left(BANDS, max(until - since, timedelta()) / timedelta(minutes=1))


def _known(value: str | None, known: tuple[str, ...]) -> str:
    return value if value in known else UNSAID
