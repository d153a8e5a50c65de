"""What the service's own rules find in a message, without its model: so that the core is tested with real entities."""

from __future__ import annotations

from nlu.components.entities import entities
from nlu.components.text import Line, words
from nlu.meaning import Entity, Language, Meaning


def read(text: str, intent: str | None = None) -> Meaning:
    found = tuple(
        Entity(one.kind, one.start, one.end, str(one.value), one.role) for one in entities(text, Line(words(text)))
    )
    return Meaning(intent, 0.9 if intent else 0.0, entities=found, language=Language("vi", 0.9))
