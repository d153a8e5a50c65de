"""How urgent a report is: what is looked at, every rule as data, and what comes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from handlers.taxonomy import UNCLASSIFIED, row_of, taxonomy
from locales import N_
from nlu.meaning import REPORT_INTENTS


def triage(facts: Facts) -> Triage:
    """The highest of the taxonomy row's own level and every rule that fires; rules only raise.

    An answer that is missing counts as risk in a report and in anything not classified (domain brief, 3.2).
    """
    group = row_of(facts.intent, facts.signals)
    usual = Level[taxonomy()[group].severity]
    fired = [rule for rule in RULES if rule.fires(facts)]
    level = min([usual, *(rule.level for rule in fired)])
    return Triage(level, group, (*(rule.reason for rule in fired), _USUAL))


def put_right(facts: Facts, group: str) -> Triage | None:
    """What an age or a person that was put right raises by itself: what it does not speak of was judged before.

    `group` is the case's, known since then. None where nothing is raised: no rule lowers.
    """
    intent = next((one for one in sorted(REPORT_INTENTS) if row_of(one, frozenset()) == group), None)
    told = Facts(intent, danger="no", access=facts.access or "no", harm_doer=facts.harm_doer, age=facts.age)
    fired = [rule for rule in RULES if rule.fires(told) and not rule.fires(Facts(intent, danger="no", access="no"))]
    if not fired:
        return None
    return Triage(min(rule.level for rule in fired), group, tuple(rule.reason for rule in fired))


UNHEARD = N_("A recording that nobody has listened to yet")
UNSURE = N_("The writer was asked whether they are safe, and has not answered")
THREAT = N_("The writer threatens whoever reports: a supervisor should see this")
THREAT_TOLD_OF = N_("The report tells of a threat against whoever speaks of it")


class Level(IntEnum):
    """Urgency, most urgent first: P0 in danger now, P1 within twelve hours, P2 within the day, P3 ordinary."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3


URGENT = frozenset({Level.P0, Level.P1})  # goes out before everything else, and is heard in the console


@dataclass(frozen=True, slots=True)
class Facts:
    """What triage looks at. Every value is a choice's key; None means not asked or not known."""

    intent: str | None = None
    danger_now: bool = False  # heard in the person's words, or answered
    signals: frozenset[str] = frozenset()
    danger: str | None = None  # "yes", "no", "unknown"
    access: str | None = None  # "living_together", "near", "no", "unknown"
    harm_doer: str | None = None  # a relation of nlu.meaning, or "unknown"
    age: str | None = None  # "0-3", "4-6", "7-10", "11-13", "14-15", "16-17", "unknown"
    language: str = "vi"  # "rad" once Ê Đê was heard


@dataclass(frozen=True, slots=True)
class Triage:
    """The level, the taxonomy row, and the reasons as English msgids that staff see translated."""

    level: Level
    group: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When `fires` holds, the level is at least `level`, and staff see `reason`."""

    fires: Callable[[Facts], bool]
    level: Level
    reason: str


_USUAL = N_("This is the usual urgency of this kind of report")

_UNKNOWN = frozenset({None, "unknown"})
_OPEN = _UNKNOWN | {"words"}  # or in words that are none of the answers
_CARERS = frozenset({"father", "mother", "stepfather", "stepmother", "carer"})
_KIN = frozenset({"grandparent", "sibling", "relative"})


def _unclassified(facts: Facts) -> bool:
    return row_of(facts.intent, facts.signals) == UNCLASSIFIED


def _in_ede(facts: Facts) -> bool:
    return facts.language == "rad"


def _about_a_child(facts: Facts) -> bool:
    """A report, or something that no person has classified yet: here what is unknown counts as risk.

    What the machine makes of Ê Đê classifies nothing: no speaker has checked what it learnt from.
    """
    return facts.intent in REPORT_INTENTS or _unclassified(facts) or _in_ede(facts)


def _someone_harms(facts: Facts) -> bool:
    """A dangerous place has no harm-doer and has harmed no child, unless the person named one."""
    return _about_a_child(facts) and (facts.intent != "report_hazard" or facts.harm_doer not in _UNKNOWN)


def _signal(*names: str) -> Callable[[Facts], bool]:
    """A signal counts by itself in a report, also where the text was not read as "now"."""
    return lambda facts: _about_a_child(facts) and not facts.signals.isdisjoint(names)


def _accident_signal(*names: str) -> Callable[[Facts], bool]:
    """As `_signal`, but what a report of a dangerous place warns of has not happened yet."""
    return lambda facts: _someone_harms(facts) and not facts.signals.isdisjoint(names)


def _carer(facts: Facts) -> bool:
    return facts.harm_doer in _CARERS or (facts.harm_doer in _KIN and facts.access == "living_together")


# Sources: domain brief 3.2 unless another is named. Most urgent first; staff read the reasons in this order.
RULES: tuple[Rule, ...] = (
    # "danger now"
    Rule(lambda f: f.danger_now or f.danger == "yes", Level.P0, N_("The child is in danger now")),
    # "suicide intent/attempt"
    Rule(_signal("suicide"), Level.P0, N_("The report speaks of suicide")),
    # "missing, abducted, trafficked"
    Rule(_signal("missing"), Level.P0, N_("A child may be missing or abducted")),
    Rule(_signal("trafficking"), Level.P0, N_("A child may be sold or lured away")),
    # "locked in"
    Rule(_signal("confined"), Level.P0, N_("A child may be locked in or tied up")),
    # "abandoned"
    Rule(_signal("abandoned_infant"), Level.P0, N_("A small child may be abandoned")),
    # "serious injury"; taxonomy BL01: burn
    Rule(_signal("serious_injury"), Level.P0, N_("A child may be seriously injured")),
    Rule(_accident_signal("fire_poison"), Level.P0, N_("A child may be burned or poisoned")),
    # "drowning now"
    Rule(_accident_signal("drowning"), Level.P0, N_("A child may be drowning")),
    # taxonomy BL01: weapon. "violence_now" and "sexual_assault_now" are no rules of their own: such a signal without
    # present danger tells of harm that happened or is repeated, and danger_now above is their rule when it is now.
    Rule(_signal("weapon"), Level.P0, N_("There is a weapon")),
    # taxonomy TH03
    Rule(_signal("forced_marriage_now"), Level.P0, N_("A child may be taken away to be married")),
    # taxonomy BL01, "child under 3": the age band 0-3 cannot tell, and what is unknown counts as risk
    Rule(
        lambda f: f.intent == "report_physical_violence" and f.age == "0-3",
        Level.P0,
        N_("A child of three or younger is beaten"),
    ),
    # "any sexual abuse < 18"
    Rule(lambda f: f.intent == "report_sexual_abuse", Level.P1, N_("Sexual abuse is always urgent")),
    # "parent/carer is harm-doer"; NĐ 56/2017 Đ31.1b: an emergency by itself, hence a rule and not a score
    Rule(_carer, Level.P1, N_("The person who harms is a parent, or cares for the child")),
    # "harm-doer lives with child"
    Rule(lambda f: f.access == "living_together", Level.P1, N_("The person who harms lives with the child")),
    # "child <= 3 harmed"
    Rule(lambda f: _someone_harms(f) and f.age == "0-3", Level.P1, N_("The child is three or younger")),
    # of our own: whoever is threatened for speaking may be silenced before the day is over
    Rule(_signal("threat"), Level.P1, THREAT_TOLD_OF),
    # "child marriage with date or cohabiting; self-harm" are the usual levels of their rows.
    # "Unknown answers count as risk"
    Rule(
        lambda f: _about_a_child(f) and not f.danger_now and f.danger in _OPEN,
        Level.P1,
        N_("It is not known whether the child is in danger now"),
    ),
    Rule(
        lambda f: _someone_harms(f) and f.access in _OPEN,
        Level.P1,
        N_("It is not known whether the person who harms can reach the child"),
    ),
    # "unclassified"
    Rule(_unclassified, Level.P2, N_("Nobody has read yet what kind of report this is")),
    Rule(_in_ede, Level.P2, N_("It is in Ê Đê, of which the machine is not sure: someone who knows it should read it")),
)
