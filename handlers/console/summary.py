"""A case's summary: one living report by section, what staff found beside it, and what changed when, folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers import finding, snapshot
from handlers.case import Answer, ItemKind
from handlers.console import reading
from handlers.console.line import commune_name
from handlers.console.sections import BY_STAFF, FIELD_NAMES, NAMES, OF, SEXES, WANTED
from handlers.contact import masked
from handlers.finding import Field, Section, finding_from, standing
from handlers.taxonomy import taxonomy
from locales import N_, Translate

_NUMBERS = ("contact", "contact_how", "danger_contact", "call_hours")  # a number in them is shown on purpose only


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the reporter said. `source` is what a correction of it for the machine goes by."""

    label: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that staff recorded, by whom and when."""

    label: str
    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One section as the page shows it. `unknown` are the labels of what nobody has said."""

    section: Section
    told: list[Told]
    unknown: list[str]
    found: list[Found]


@dataclass(frozen=True, slots=True)
class Change:
    """What one addition changed: `before` is "" where it is new, `typed` is said in words of somebody's own."""

    label: str
    before: str
    now: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """What somebody added, as far as it differs from what was there. `who` is "" where it was the reporter."""

    at: datetime
    who: str
    changes: list[Change]
    source: str = ""  # the item's id


@dataclass(frozen=True, slots=True)
class Summary:
    """`asked` is each label with the question as it was asked; `knew` how many findings there are."""

    parts: list[Part]
    history: list[Addition]
    asked: list[tuple[str, str]]
    knew: int


def summary(
    items: Iterable[reading.Opened],
    names: Mapping[str, str],
    translate: Translate,
    shown: frozenset[str] | None = None,
) -> Summary:
    """Of a case's opened items, oldest first. `shown` are the questions that whoever looks may see; None is all."""
    items = [item for item in items if item.plain is not None]
    whole = reading.whole_report(items)
    answers = reading.with_sources(whole.answers if whole else ())
    findings = [(item, finding_from(item.plain or b"")) for item in items if item.kind is ItemKind.FINDING]
    stands = standing(one for _, one in findings)
    found = _found(findings, stands, names, translate)
    parts = []
    for section in Section:
        here = [(one, source) for one, source in answers if OF.get(one.question, Section.OTHER) is section]
        told = [Told(_name(one, translate), _given(one), source) for one, source in here if not _silent(one)]
        known = {one.question for one, _ in here if not _silent(one)}
        known |= {key for key, field in BY_STAFF.items() if (section, field) in stands}
        wanted = {key: translate(NAMES[key]) for key in WANTED[section] if shown is None or key in shown}
        missing = wanted | {one.question: _name(one, translate) for one, _ in here}
        unknown = [label for key, label in missing.items() if key not in known and not _else(key, known)]
        parts.append(Part(section, told, unknown, found.get(section, [])))
    asked = [(_name(one, translate), one.asked) for one, _ in answers if one.question in NAMES]
    history = [*additions(items, translate), *_of_staff(findings, names, translate)]
    return Summary(parts, sorted(history, key=lambda one: one.at), list(dict.fromkeys(asked)), len(findings))


def value_shown(field: str, value: str, translate: Translate) -> str:
    """A recorded value as people read it."""
    if field in finding.COMMUNES and value:
        return commune_name(value)
    if field == Field.GROUP and value in taxonomy():
        return f"{taxonomy()[value].vi} ({value})"
    return translate(SEXES[value]) if field == Field.SEX and value in SEXES else value


def _found(
    findings: list[tuple[reading.Opened, finding.Finding]],
    stands: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
    translate: Translate,
) -> dict[str, list[Found]]:
    """What stands of what staff recorded, by section."""
    last = {(one.section, field): item for item, one in findings for field in one.values}
    there: dict[str, list[Found]] = {}
    for (section, field), value in sorted(stands.items(), key=lambda one: list(Field).index(Field(one[0][1]))):
        item = last[section, field]
        label = translate(FIELD_NAMES[Field(field)])
        shown = value_shown(field, value, translate)
        there.setdefault(section, []).append(Found(label, shown, names.get(item.staff_id or "", ""), item.at))
    return there


def additions(items: Iterable[reading.Opened], translate: Translate) -> list[Addition]:
    """What each later report said that those before had not. The items are opened ones, oldest first."""
    found, before, first = [], dict[str, str](), True
    for item in items:
        if item.kind is not ItemKind.SNAPSHOT or item.plain is None:
            continue
        changes = []
        for one in snapshot.snapshot_from(item.plain).answers:
            key, given = one.question, _given(one)
            key = f"{key} {given}" if key == "note" else key
            if not first and before.get(key) != given and not (_silent(one) and key not in before):
                typed = one.value == "words" and not _silent(one)
                changes.append(Change(_name(one, translate), before.get(key, ""), given, typed))
            before[key] = given
        if changes:
            found.append(Addition(item.at, "", changes, item.id))
        first = False
    return found


def _of_staff(
    findings: list[tuple[reading.Opened, finding.Finding]], names: Mapping[str, str], translate: Translate
) -> list[Addition]:
    additions, before = [], dict[tuple[str, str], str]()
    for item, one in findings:
        changes = []
        for field, value in one.values.items():
            label = translate(FIELD_NAMES[Field(field)])
            was, now = (value_shown(field, each, translate) for each in (before.get((one.section, field), ""), value))
            changes.append(Change(label, was, now or translate(_TAKEN)))
            before[one.section, field] = value
        additions.append(Addition(item.at, names.get(item.staff_id or "", ""), changes))
    return additions


_TAKEN = N_("taken back")


def _given(one: Answer) -> str:
    return masked(one.given) if one.question in _NUMBERS else one.given


def _silent(one: Answer) -> bool:
    """Not known, and without a word that would help to know."""
    return reading.unknown(one) and not (one.value == "unsaid" or " — " in one.given)


def _else(key: str, known: set[str]) -> bool:
    """Whether the question was answered in another place: in danger other ones are asked."""
    return {"child_now": "danger_where", "contact": "danger_contact"}.get(key, "") in known


def _name(one: Answer, translate: Translate) -> str:
    return translate(NAMES[one.question]) if one.question in NAMES else one.asked
