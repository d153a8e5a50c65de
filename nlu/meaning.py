"""What one message means, as plain values; every part of Chung Tay may import this, Rasa's Python 3.10 included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

REPORT_INTENTS = frozenset(
    {
        "report_physical_violence",
        "report_emotional_violence",
        "report_bullying",
        "report_sexual_abuse",
        "report_exploitation",
        "report_trafficking_missing",
        "report_neglect",
        "report_child_marriage",
        "report_self_harm",
        "report_distress",
        "report_accident",
        "report_hazard",
        "report_unspecified",
    }
)
QUESTION_INTENTS = frozenset(
    {
        "ask_hotline",
        "ask_benefits",
        "ask_papers",
        "ask_service",
        "ask_rights",
        "ask_prevention",
        "ask_process",
        "ask_confidentiality",
        "ask_case_status",
        "ask_identity",
        "ask_human",
        "complain",
    }
)
DIALOGUE_ACTS = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "dont_know",
        "skip",
        "back",
        "restart",
        "stop",
        "help",
        "change_language",
    }
)
INTENTS = REPORT_INTENTS | QUESTION_INTENTS | DIALOGUE_ACTS | {"nuisance", "out_of_scope"}

SIGNALS = frozenset(
    {
        "violence_now",
        "weapon",
        "serious_injury",
        "confined",
        "suicide",
        "missing",
        "trafficking",
        "drowning",
        "abandoned_infant",
        "sexual_assault_now",
        "fire_poison",
        "forced_marriage_now",
    }
)
LANGUAGE_CODES = frozenset({"vi", "rad", "en", "mixed", "und"})
RELATIONS = frozenset(
    {
        "father",
        "mother",
        "stepfather",
        "stepmother",
        "grandparent",
        "sibling",
        "relative",
        "carer",
        "teacher",
        "neighbour",
        "friend",
        "partner",
        "employer",
        "online",
        "stranger",
        "other",
    }
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the message, in code points of the text as sent; `value` is years, a relation, or the words."""

    kind: str
    start: int
    end: int
    value: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is one of LANGUAGE_CODES, `confidence` between 0 and 1."""

    code: str = "und"
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Danger:
    """Whether life, body or liberty is in danger now or within hours, and the words that say so.

    `maybe`: the learnt judgement or a rule leans to it, alone; the person is asked. Never together with `now`.
    """

    now: bool = False
    signals: frozenset[str] = frozenset()
    evidence: tuple[tuple[int, int], ...] = ()
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """One parsed message. `intent` is None when the service could not say: then the buttons carry the conversation."""

    intent: str | None = None
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    language: Language = field(default_factory=Language)
    danger: Danger = field(default_factory=Danger)

    unknown: ClassVar[Meaning]

    @property
    def is_report(self) -> bool:
        return self.intent in REPORT_INTENTS


Meaning.unknown = Meaning()
