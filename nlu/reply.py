"""Reads what the NLU service answered: all that is right in it, whatever else is wrong."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StrictInt, StrictStr, ValidationError

from nlu.meaning import INTENTS, LANGUAGE_CODES, RELATIONS, SIGNALS, Danger, Entity, Language, Meaning

ROLES = frozenset({"reporter", "harm_doer", "child", "other"})
KINDS = frozenset({"age", "relation", "place", "time", "phone"})
OLDEST = 120

Share = Annotated[FiniteFloat, Field(ge=0.0, le=1.0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


P = TypeVar("P", bound=_Part)


class _Intent(_Part):
    name: StrictStr | None
    confidence: Share


class _Entity(_Part):
    entity: StrictStr
    start: StrictInt
    end: StrictInt
    value: StrictInt | StrictStr
    role: StrictStr | None = None


class _Language(_Part):
    code: StrictStr
    confidence: Share


def read_reply(reply: dict[str, Any], text: str) -> Meaning:
    """Takes from a reply all that is right and drops the rest, part by part; a readable danger is never dropped."""
    intent = _part(_Intent, reply.get("intent"))
    known = intent is not None and intent.name in INTENTS
    return Meaning(
        intent=intent.name if intent and known else None,
        confidence=intent.confidence if intent and known else 0.0,
        ranking=tuple(
            (rank.name, rank.confidence)
            for rank in _parts(_Intent, reply.get("intent_ranking"))
            if rank.name is not None and rank.name in INTENTS
        ),
        entities=tuple(
            found for part in _parts(_Entity, reply.get("entities")) if (found := _entity(part, text)) is not None
        ),
        language=_language(reply.get("language")),
        danger=_danger(reply.get("danger"), text),
    )


def _entity(part: _Entity, text: str) -> Entity | None:
    if part.entity not in KINDS or not 0 <= part.start < part.end <= len(text):
        return None
    if part.entity == "age" and not (isinstance(part.value, int) and 0 <= part.value <= OLDEST):
        return None
    if part.entity == "relation" and part.value not in RELATIONS:
        return None
    role = part.role if part.role in ROLES else None
    return Entity(part.entity, part.start, part.end, str(part.value), role)


def _language(raw: object) -> Language:
    part = _part(_Language, raw)
    return Language(part.code, part.confidence) if part and part.code in LANGUAGE_CODES else Language()


def _danger(raw: object, text: str) -> Danger:
    """Read leaf by leaf: a wrong span or an unknown signal must not hide that the child is in danger."""
    if not isinstance(raw, dict):
        return Danger()
    signals, evidence = raw.get("signals"), raw.get("evidence")
    return Danger(
        now=raw.get("now") is True,
        signals=frozenset(s for s in signals if isinstance(s, str) and s in SIGNALS)
        if isinstance(signals, list)
        else frozenset(),
        evidence=tuple(span for item in evidence if (span := _span(item, text)) is not None)
        if isinstance(evidence, list)
        else (),
        maybe=raw.get("maybe") is True and raw.get("now") is not True,
    )


def _span(raw: object, text: str) -> tuple[int, int] | None:
    match raw:
        case [int(start), int(end)] if 0 <= start < end <= len(text) and not isinstance(start, bool):
            return start, end
    return None


def _part(kind: type[P], raw: object) -> P | None:
    try:
        return kind.model_validate(raw)
    except ValidationError:
        return None


def _parts(kind: type[P], raw: object) -> list[P]:
    items = raw if isinstance(raw, list) else []
    return [part for item in items if (part := _part(kind, item)) is not None]
