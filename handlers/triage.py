"""How urgent a report is: what is looked at, every rule as data, and what comes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

from handlers.circumstances import Told
from handlers.facts import (
    UNSURE_ANSWERS,
    about_a_child,
    accident_signal,
    alone_now,
    at_hand,
    bleeding,
    by_words,
    bygone,
    cared_for,
    carer,
    dying,
    in_ede,
    injured,
    named,
    needy,
    of_what_is_over,
    signal,
    small_and_alone,
    someone_harms,
    unclassified,
    under_four,
)
from handlers.facts import Facts as Facts
from handlers.taxonomy import UNCLASSIFIED, row_of, taxonomy
from locales import N_
from nlu.meaning import REPORT_INTENTS


def triage(facts: Facts) -> Triage:
    """The highest of the taxonomy row's own level and every rule that fires; rules only raise.

    What comes of each kind of report, and what an answer that is missing means for it: docs/triage.md.
    """
    facts = replace(facts, signals=facts.signals - of_what_is_over(facts))
    group = row_of(facts.intent, facts.signals)
    usual = Level[taxonomy()[group].severity]
    fired = [rule for rule in RULES if rule.fires(facts)]
    level = min([usual, *(rule.level for rule in fired)])
    return Triage(level, group, (*(rule.reason for rule in fired), USUAL))


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


def deciding(triage: Triage) -> str:
    """The one reason that makes it so urgent; where no rule does, that this is usual for its kind."""
    known = {rule.reason: rule.level for rule in RULES}
    heavy = (one for one in triage.reasons if known.get(one, triage.level) <= triage.level and one != USUAL)
    return next(heavy, USUAL)


def grown(before: Triage | None, after: Triage) -> Triage:
    """Both judgements of one case: the more urgent one's reasons come first, and none that was given is ever lost."""
    if before is None:
        return after
    first, second = (after, before) if after.level < before.level else (before, after)
    reasons = tuple(dict.fromkeys((*first.reasons, *second.reasons)))
    group = before.group if after.group == UNCLASSIFIED else after.group
    return Triage(first.level, group, reasons)


UNHEARD = N_("A recording that nobody has listened to yet")
UNSURE = N_("The writer was asked whether they are safe, and has not answered")
NAMED = N_("It reads like no report, and a child or a risk is named in it")
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


# No rule gives these any more; they stand in judgements of before, which staff still read.
_OF_BEFORE = (
    N_("It is not known whether the child is in danger now"),
    N_("It is not known whether the person who harms can reach the child"),
)
USUAL = N_("This is the usual urgency of this kind of report")

# Sources: domain brief 3.2 and docs/triage.md unless another is named. Most urgent first; staff read the reasons so.
RULES: tuple[Rule, ...] = (
    # "danger now"
    Rule(lambda f: f.danger_now or f.danger == "yes", Level.P0, N_("The child is in danger now")),
    # "suicide intent/attempt"
    Rule(lambda f: signal("suicide")(f) or dying(f), Level.P0, N_("The report speaks of suicide")),
    # "missing, abducted, trafficked"
    Rule(signal("missing"), Level.P0, N_("A child may be missing or abducted")),
    Rule(signal("trafficking"), Level.P0, N_("A child may be sold or lured away")),
    # "locked in"
    Rule(signal("confined"), Level.P0, N_("A child may be locked in or tied up")),
    # "abandoned"
    Rule(signal("abandoned_infant"), Level.P0, N_("A small child may be abandoned")),
    Rule(alone_now, Level.P0, N_("Small children may be alone now")),
    # "serious injury"; taxonomy BL01: burn
    Rule(signal("serious_injury"), Level.P0, N_("A child may be seriously injured")),
    Rule(bleeding, Level.P0, N_("A child may be bleeding")),
    Rule(accident_signal("fire_poison"), Level.P0, N_("A child may be burned or poisoned")),
    # "drowning now"
    Rule(accident_signal("drowning"), Level.P0, N_("A child may be drowning")),
    # taxonomy BL01: weapon. "violence_now" and "sexual_assault_now" are no rules of their own: such a signal without
    # present danger tells of harm that happened or is repeated, and danger_now above is their rule when it is now.
    Rule(signal("weapon"), Level.P0, N_("There is a weapon")),
    # taxonomy TH03
    Rule(signal("forced_marriage_now"), Level.P0, N_("A child may be taken away to be married")),
    Rule(
        lambda f: f.intent == "report_child_marriage" and Told.WITHIN_A_DAY in f.told,
        Level.P0,
        N_("The marriage is within a day"),
    ),
    Rule(at_hand, Level.P0, N_("The person who abuses is there, or comes tonight")),
    # taxonomy BL01, "child under 3": the age band 0-3 cannot tell, and what is unknown there counts as risk
    Rule(
        lambda f: f.intent == "report_physical_violence" and under_four(f),
        Level.P0,
        N_("A child of three or younger is beaten"),
    ),
    # "any sexual abuse < 18", however old
    Rule(
        lambda f: f.intent == "report_sexual_abuse" or (by_words(f) and Told.TOUCHED in f.told),
        Level.P1,
        N_("Sexual abuse is always urgent"),
    ),
    Rule(lambda f: about_a_child(f) and Told.PICTURES in f.told, Level.P1, N_("Pictures are used as a threat")),
    Rule(
        lambda f: (f.intent == "report_physical_violence" or (by_words(f) and Told.BEATEN in f.told)) and not bygone(f),
        Level.P1,
        N_("A child is beaten, and nothing says that it has ended"),
    ),
    # "parent/carer is harm-doer"; NĐ 56/2017 Đ31.1b: an emergency by itself, hence a rule and not a score
    Rule(carer, Level.P1, N_("The person who harms is a parent, or cares for the child")),
    # "harm-doer lives with child"
    Rule(
        lambda f: f.access == "living_together" and f.intent != "report_neglect",
        Level.P1,
        N_("The person who harms lives with the child"),
    ),
    # "child <= 3 harmed"
    Rule(
        lambda f: someone_harms(f) and under_four(f) and not cared_for(f), Level.P1, N_("The child is three or younger")
    ),
    Rule(
        lambda f: f.intent == "report_accident" and not cared_for(f),
        Level.P1,
        N_("A child was hurt, and nobody has said that it is cared for"),
    ),
    Rule(small_and_alone, Level.P1, N_("Small children are left alone")),
    Rule(injured, Level.P1, N_("A child has an injury")),
    # of our own: whoever is threatened for speaking may be silenced before the day is over
    Rule(signal("threat"), Level.P1, THREAT_TOLD_OF),
    # "child marriage with date or cohabiting; self-harm" are the usual levels of their rows.
    # Asked, and could not say: where nothing else is known of the report either.
    Rule(
        lambda f: f.danger in UNSURE_ANSWERS and (unclassified(f) or in_ede(f)),
        Level.P1,
        N_("The writer was asked about danger and is not sure, and nobody knows yet what the report is about"),
    ),
    Rule(
        lambda f: f.intent == "report_hazard" and not f.told.isdisjoint({Told.DAILY, Told.INJURED}),
        Level.P2,
        N_("Children are at the dangerous place every day, or were hurt there"),
    ),
    Rule(named, Level.P2, NAMED),
    Rule(needy, Level.P2, N_("It asks something, and tells of a child in need")),
    # "unclassified"
    Rule(unclassified, Level.P2, N_("Nobody has read yet what kind of report this is")),
    Rule(in_ede, Level.P2, N_("It is in Ê Đê, of which the machine is not sure: someone who knows it should read it")),
)
