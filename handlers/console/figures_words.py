"""What the pages of figures call what they count, and how each number is to be understood. No word of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.case import Because
from handlers.console.kinds import REPORTERS
from handlers.console.words import CHANNELS, LANGUAGES, LEVELS
from handlers.figures.board import REST
from handlers.figures.child_helpline import REASONS
from handlers.figures.coarse import BAND_NAMES, SETTINGS
from handlers.figures.counters import What
from handlers.figures.facts import KEPT, MISSED, NOT_OWED, ONGOING, RUNNING
from handlers.figures.harm import HARMS
from handlers.figures.period import Period, Span
from handlers.taxonomy import taxonomy
from locales import N_, Translate

UNKNOWN = N_("not known")
SPANS = {
    Span.WEEK: N_("Week"),
    Span.MONTH: N_("Month"),
    Span.HALF: N_("Half-year"),
    Span.YEAR: N_("Year"),
    Span.YEARS: N_("Three years"),
    Span.FREE: N_("Other days"),
}
BEGAN_WITH = {
    What.QUESTION: N_("A question"),
    What.REPORT: N_("A report"),
    What.THANKS: N_("Thanks"),
    What.NUISANCE: N_("A joke, a test of the bot"),
    What.OTHER: N_("A greeting, a button, something else"),
}
TWELVE_HOURS = {
    KEPT: N_("kept"),
    MISSED: N_("not kept"),
    RUNNING: N_("still running"),
    NOT_OWED: N_("none is owed (a question)"),
}
OUTCOMES = {
    Because.HELPED: N_("Helped"),
    Because.REFERRED: N_("Handed on to help elsewhere"),
    Because.UNREACHED: N_("Nobody could be reached"),
    Because.NOTHING_TO_DO: N_("Not a case, or known already"),
    ONGOING: N_("Still at work"),
}
SEXES = {"girl": N_("Girls"), "boy": N_("Boys"), "unknown": N_("Not known"), "all": N_("Together")}
METHODS = {"telegram": N_("Messages (Telegram)"), "web": N_("Web chat")}
NOBODY_YET = N_("nobody yet")
SMALL_GROUPS = N_("Small groups together")

# The definitions under the charts, each by the code that its chart names.
NOTES = {
    "contacts": N_(
        "A contact is a chat in which somebody writes on a day, however much: counted once, without who it was."
    ),
    "first": N_("By the first words, as the machine understood them: nobody has read them for this count."),
    "hours": N_("Of whole weeks, hours in Viet Nam. The hours are kept apart from the days and the channels."),
    "cases": N_(
        "Reports that staff got as a case, without those that were not about a child in need. "
        "They are counted from the day after they came."
    ),
    "group": N_(
        "By the group of the province's list of kinds, as triage or staff put it. "
        "Groups with fewer than five stand together."
    ),
    "claimed": N_(
        "From the report's first message until a person took it. In time is: within 5 minutes where a child is in "
        "danger, 1 hour where it is urgent, 24 hours within the day, 3 days otherwise."
    ),
    "twelve_hours": N_(
        "Kept is: handed on or closed within 12 hours of the first message (Decree 56/2017). A question owes no plan."
    ),
    "outcome": N_("As staff closed it. What was not a case is counted here and nowhere else."),
    "few": N_(
        "“•” is a number that is not shown: it is under five, or it would let such a number be worked out. "
        "A nothing is shown as 0."
    ),
    "age": N_("The child's age as it was told, in the bands in which it is asked; staff put it right."),
    "reason": N_("Reasons in the order of Child Helpline International; each case has one, the gravest."),
    "setting": N_("Where it happens follows from who does it, unless staff put it right."),
    "harm": N_(
        "Cases of abused children by kind of harm (indicator 0101), as they stand now. These are working figures and "
        "not published ones; small numbers, and those by which one could be worked out from these three tables, are "
        "not shown. Kinds are those of the Law on Children, article 4.5; which row of the list is which is ours. "
        "Never pass them on beside published tables: taken together they could give a child away."
    ),
    "region": N_(
        "Seven regions, made of former districts so that they are large enough to show. They are this line's own."
    ),
    "place": N_(
        "Where it happened. Communes of today stand under the former districts on whose ground they lie; "
        "one that lies on several stands in the first."
    ),
}

DICTIONARY = (  # each table, and its note
    (N_("Contacts"), "contacts"),
    (N_("What contacts began with"), "first"),
    (N_("Contacts by hour of the day"), "hours"),
    (N_("Cases"), "cases"),
    (N_("Groups of cases"), "group"),
    (N_("Time until somebody took the case"), "claimed"),
    (N_("The twelve hours"), "twelve_hours"),
    (N_("What became of the cases"), "outcome"),
    (N_("Age and sex of the child"), "age"),
    (N_("Reasons for contact"), "reason"),
    (N_("Where it happens"), "setting"),
    (N_("Abused children (0101)"), "harm"),
    (N_("Places"), "place"),
    (N_("Numbers that are not shown"), "few"),
)


def kind(code: str) -> str:
    """A group of the taxonomy as staff read it: its own Vietnamese name."""
    row = taxonomy().get(code)
    return row.vi if row is not None else code


def period_name(period: Period, translate: Translate) -> str:
    """ "Tháng 11/2026", as a heading says it."""
    first, last = f"{period.first:%d/%m/%Y}", f"{period.last:%d/%m/%Y}"
    match period.span:
        case Span.WEEK:
            iso = period.first.isocalendar()
            return translate(N_("Week {week}/{year} ({first} – {last})")).format(
                week=iso.week, year=iso.year, first=first, last=last
            )
        case Span.MONTH:
            return translate(N_("Month {month}/{year}")).format(month=period.first.month, year=period.first.year)
        case Span.HALF if period.first.month == 1:
            return translate(N_("First half of {year}")).format(year=period.first.year)
        case Span.HALF:
            return translate(N_("Second half of {year}")).format(year=period.first.year)
        case Span.YEAR:
            return translate(N_("Year {year}")).format(year=period.first.year)
        case Span.YEARS:
            return translate(N_("Years {first} to {last} together")).format(
                first=period.first.year, last=period.last.year
            )
        case Span.FREE:
            return translate(N_("{first} – {last}, whole weeks")).format(first=first, last=last)


def label(table: str, name: object, translate: Translate) -> str:
    """What one line of a table is called."""
    known: dict[str, Mapping[Any, str]] = {
        "began_with": BEGAN_WITH,
        "channel": CHANNELS,
        "method": METHODS,
        "language": LANGUAGES,
        "level": LEVELS,
        "claimed": {**dict(enumerate(BAND_NAMES)), -1: NOBODY_YET},
        "twelve_hours": TWELVE_HOURS,
        "outcome": OUTCOMES,
        "setting": SETTINGS,
        "reporter": REPORTERS,
        "reason": REASONS,
        "harm": {**HARMS, "all": SEXES["all"]},  # indicator 0101
        "sex": SEXES,
        "group": {REST: SMALL_GROUPS},
    }
    found = known.get(table, {}).get(name)
    if found is not None:
        return _capital(translate(found))
    if name in ("unknown", ""):
        return _capital(translate(UNKNOWN))
    return kind(str(name)) if table in ("group", "kind") else str(name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
