"""What triage looks at, and what follows from several of these facts together. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.circumstances import Told
from handlers.taxonomy import UNCLASSIFIED, row_of
from nlu.meaning import QUESTION_INTENTS, REPORT_INTENTS


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
    told: frozenset[Told] = frozenset()  # what the words say beside their kind


_UNKNOWN = frozenset({None, "unknown"})
UNSURE_ANSWERS = frozenset({"unknown", "words"})  # asked, and answered with neither yes nor no
_SAFE = frozenset({None, "no"})
_CARERS = frozenset({"father", "mother", "stepfather", "stepmother", "carer"})
_KIN = frozenset({"grandparent", "sibling", "relative"})
_NO_REPORT = frozenset({"nuisance", "out_of_scope"})
_HARM_TO_A_SMALL_CHILD = frozenset({"report_physical_violence", "report_emotional_violence", "report_neglect"})
_ALONE_IN = frozenset({None, "report_neglect", "report_unspecified", "report_hazard", "report_accident"})


def unclassified(facts: Facts) -> bool:
    return row_of(facts.intent, facts.signals) == UNCLASSIFIED


def in_ede(facts: Facts) -> bool:
    return facts.language == "rad"


def needy(facts: Facts) -> bool:
    """A question whose words name a child and what is done to it. How far a report is asks about an old one."""
    asks = facts.intent in QUESTION_INTENTS and facts.intent != "ask_case_status"
    return asks and {Told.CHILD, Told.RISK} <= facts.told


def about_a_child(facts: Facts) -> bool:
    """A report, something that no person has classified yet, or a question that names a child in need.

    What the machine makes of Ê Đê classifies nothing: no speaker has checked what it learnt from.
    """
    return facts.intent in REPORT_INTENTS or unclassified(facts) or in_ede(facts) or needy(facts)


def by_words(facts: Facts) -> bool:
    """The kind is not known from a whole message, so its single words count."""
    return unclassified(facts) or in_ede(facts) or needy(facts)


def not_now(facts: Facts) -> bool:
    return not facts.danger_now and facts.danger in _SAFE


def bygone(facts: Facts) -> bool:
    """Old, ended, and who did it is far away: said in the words or answered, and nothing said against it."""
    said = Told.FAR in facts.told and Told.MOTHER_AWAY not in facts.told
    gone = facts.access == "no" or (facts.access is None and said)
    return Told.OVER in facts.told and gone and not_now(facts)


def cared_for(facts: Facts) -> bool:
    """An accident of yesterday or before with the child in a hospital or treated, or of long ago; its cause known."""
    open_still = {Told.UNEXPLAINED, Told.UNTREATED} & facts.told
    treated = {Told.PAST, Told.CARED_FOR} <= facts.told or Told.OVER in facts.told
    return facts.intent == "report_accident" and treated and not open_still and not_now(facts)


def of_what_is_over(facts: Facts) -> frozenset[str]:
    """The signals that tell of an injury in a hospital, or of what was done long ago: no danger of today."""
    if cared_for(facts):
        return frozenset({"serious_injury", "fire_poison", "drowning"})
    if bygone(facts):
        return frozenset({"serious_injury", "fire_poison", "weapon", "confined"})
    return frozenset()


def someone_harms(facts: Facts) -> bool:
    """A dangerous place has no harm-doer and has harmed no child, unless the person named one."""
    return about_a_child(facts) and (facts.intent != "report_hazard" or facts.harm_doer not in _UNKNOWN)


def signal(*names: str) -> Callable[[Facts], bool]:
    """A signal counts by itself in a report, also where the text was not read as "now"."""
    return lambda facts: about_a_child(facts) and not facts.signals.isdisjoint(names)


def accident_signal(*names: str) -> Callable[[Facts], bool]:
    """As `signal`, but what a report of a dangerous place warns of has not happened yet."""
    return lambda facts: someone_harms(facts) and not facts.signals.isdisjoint(names)


def dying(facts: Facts) -> bool:
    in_a_talk_about_it = facts.intent == "report_self_harm" and Told.WEARY in facts.told
    return in_a_talk_about_it or (about_a_child(facts) and Told.DYING in facts.told)


def bleeding(facts: Facts) -> bool:
    return about_a_child(facts) and Told.BLEEDING in facts.told and not cared_for(facts) and not bygone(facts)


def small_and_alone(facts: Facts) -> bool:
    """A small child is told of, or the age is; where neither is, being alone is no danger by itself."""
    by_the_words = facts.age in _UNKNOWN and not facts.told.isdisjoint({Told.SMALL, Told.LITTLE})
    return facts.intent in _ALONE_IN and Told.ALONE in facts.told and (facts.age in ("0-3", "4-6") or by_the_words)


def alone_now(facts: Facts) -> bool:
    """As it is told: not of yesterday, nor of what happens often, unless it says that it is now."""
    not_only_then = Told.NOW in facts.told or facts.told.isdisjoint({Told.PAST, Told.OFTEN})
    return small_and_alone(facts) and not_only_then


def at_hand(facts: Facts) -> bool:
    """Who abuses is there or comes tonight; or lives there, and nobody has said that the child is safe now."""
    lives_there = facts.access == "living_together" and facts.danger != "no"
    return facts.intent == "report_sexual_abuse" and (lives_there or Told.PRESENT in facts.told)


def under_four(facts: Facts) -> bool:
    """By the answer, else by the words. An age that nobody knows is none of these."""
    by_the_words = facts.intent in _HARM_TO_A_SMALL_CHILD and facts.age in _UNKNOWN and Told.SMALL in facts.told
    return facts.age == "0-3" or by_the_words


def carer(facts: Facts) -> bool:
    """Neglect is by carers always: it is the child's age that tells how much it can bear."""
    near = facts.harm_doer in _CARERS or (facts.harm_doer in _KIN and facts.access == "living_together")
    return near and facts.intent != "report_neglect" and not bygone(facts)


def injured(facts: Facts) -> bool:
    """Whatever it is filed under; a dangerous place and an accident have rules of their own."""
    elsewhere = facts.intent not in ("report_hazard", "report_accident")
    return about_a_child(facts) and elsewhere and Told.INJURED in facts.told and not bygone(facts)


def beaten(facts: Facts) -> bool:
    said = by_words(facts) and Told.BEATEN in facts.told
    return (facts.intent == "report_physical_violence" or said) and not bygone(facts)


def named(facts: Facts) -> bool:
    """A joke or an advertisement, in which a child or a risk is named; of other people's business only a child."""
    found = Told.CHILD in facts.told or (facts.intent == "nuisance" and Told.RISK in facts.told)
    return facts.intent in _NO_REPORT and (found or bool(facts.signals))
