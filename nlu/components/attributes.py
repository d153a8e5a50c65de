"""Rasa components that add to a message what the rules read from it: language, danger, entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.danger import Reader
from nlu.components.entities import entities
from nlu.components.language import language_of
from nlu.components.text import Line, words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Attributes(GraphComponent):  # type: ignore[misc]
    """Reads the text once for all three; their spans are in code points of the text as it was sent."""

    def __init__(self) -> None:
        self.danger = Reader()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Attributes:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            read = words(text)
            line = Line(read)
            language = language_of(read)
            danger = self.danger.read(line)
            message.set("language", {"code": language.code, "confidence": language.confidence}, add_to_output=True)
            message.set(
                "danger",
                {
                    "now": danger.now,
                    "signals": sorted(danger.signals),
                    "evidence": [list(span) for span in danger.evidence],
                },
                add_to_output=True,
            )
            message.set(ENTITIES, [found.as_json() for found in entities(text, line)], add_to_output=True)
        return messages
