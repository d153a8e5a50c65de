"""The Rasa components of config.yml: thin wrappings of the readers beside this file."""

from __future__ import annotations

import pickle
from collections import defaultdict
from dataclasses import fields
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from nlu.components.ages import only_an_age
from nlu.components.counts import Counts, Cut, cut
from nlu.components.courtesy import content
from nlu.components.danger import Danger, Reader
from nlu.components.entities import entities, taught
from nlu.components.gloss import has_ede
from nlu.components.judgement import Read, Sureness, heard, judging, united
from nlu.components.language import Languages
from nlu.components.linear import Linear, learn
from nlu.components.text import Line, words

# What a message carries to later components: its words, by what they were counted, and how likely it is that it is
# danger now by the kind of case it looks like.
LINE, COUNTS, URGENCY = "line", "counts", "urgency"
URGENT = "!"
ANSWER = "answer"
OUT_OF_SCOPE = "out_of_scope"
Kind = DefaultV1Recipe.ComponentType
Learnt = TypeVar("Learnt", bound="Kept")


class Kept(GraphComponent):  # type: ignore[misc]
    """What the learning components have in common: their place in the model archive."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        self.config, self.storage, self.resource, self.name = config, storage, resource, name
        self.learnt: Any = None

    @classmethod
    def create(
        cls: type[Learnt],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Learnt:
        return cls(config, model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls: type[Learnt],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Learnt:
        loaded = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder, (folder / "learnt.pickle").open("rb") as file:
            loaded.learnt = pickle.load(file)
        return loaded

    def keep(self, learnt: Any) -> Resource:
        self.learnt = learnt
        with self.storage.write_to(self.resource) as folder, (folder / "learnt.pickle").open("wb") as file:
            pickle.dump(learnt, file, protocol=5)  # which reads numbers without a second copy
        return self.resource


@DefaultV1Recipe.register(Kind.MESSAGE_TOKENIZER, is_trainable=False)
class Words(Tokenizer):  # type: ignore[misc]
    """Reads the message's words once for all; a token's text has its marks, its lemma has none."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        line = Line(words(message.get(attribute) or ""))
        if attribute == TEXT:
            message.set(LINE, line)
        told = cut(line.words)
        return [
            Token(spoken, start, end, lemma=folded)
            for spoken, folded, (start, end) in zip(told.spoken, told.folded, told.spans, strict=True)
        ]


@DefaultV1Recipe.register(Kind.MESSAGE_FEATURIZER, is_trainable=True)
class Views(Kept, SparseFeaturizer):  # type: ignore[misc]
    """The weighted counts of counts.py as Rasa's sentence features."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        Kept.__init__(self, config, storage, resource, name)
        SparseFeaturizer.__init__(self, name, config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**SparseFeaturizer.get_default_config(), "alias": "views"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Rasa asks for it; there is nothing to be wrong."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the messages as written; their retyped copies would make rare slips look common."""
        written = [
            message for message in training_data.training_examples if _about(message)["spelling"] == "as written"
        ]
        counts = Counts()
        counts.learn([_cut(message) for message in written])
        return self.keep(counts)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = training_data.training_examples
        self._tell(messages, self.learnt.rows([_cut(message) for message in messages]))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads a polite message with its courtesies and without, and takes the mean: either alone misreads some."""
        if messages:
            whole, bare = [_cut(message) for message in messages], [_content(message) for message in messages]
            rows = self.learnt.rows(whole)
            self._tell(messages, rows if whole == bare else (rows + self.learnt.rows(bare)) / 2)
        return messages

    def _tell(self, messages: list[Message], rows: csr_matrix) -> None:
        for place, message in enumerate(messages):
            message.add_features(Features(rows[place], "sentence", TEXT, self._identifier))
            message.set(COUNTS, self.learnt)


@DefaultV1Recipe.register(Kind.INTENT_CLASSIFIER, is_trainable=True)
class Intents(Kept, IntentClassifier):  # type: ignore[misc]
    """A linear model over the views, with a class for each intent and one for the same intent as danger now.

    A bare answer to a question is a class too, which is no intent: what looks like one has little confidence left for
    any, and is out of scope before anything else. An intent's confidence is the sum of its two classes, the urgency
    that of all urgent ones. `temperature` sharpens (below 1) or softens the confidence (Guo et al. 2017).
    """

    def train(self, training_data: TrainingData) -> Resource:
        told = training_data.training_examples
        kinds = [(message.get(INTENT) or ANSWER) + (URGENT if _about(message)["danger"] else "") for message in told]
        return self.keep(learn(_rows(told), kinds, self.config["softness"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Leaves a message in which nothing is known without an intent: nobody can say what it means.

        What is an age and nothing else is an answer, whatever was learnt of those who told theirs with a report.
        """
        for message in messages:
            row = _rows([message])
            chances = {ANSWER: 1.0} if only_an_age(message.get(LINE)) else self._chances(row)
            urgent = sum(chance for name, chance in chances.items() if name.endswith(URGENT))
            message.set(URGENCY, urgent if row.nnz else 0.0)
            if row.nnz == 0:
                continue
            confidence: defaultdict[str, float] = defaultdict(float)
            for name, chance in chances.items():
                confidence[name.removesuffix(URGENT)] += chance
            answers = confidence.pop(ANSWER, 0.0)
            weight = confidence | {OUT_OF_SCOPE: confidence[OUT_OF_SCOPE] + answers}
            best = sorted(weight, key=lambda intent: -weight[intent])[: self.config["ranking"]]
            ranking = [{"name": intent, "confidence": min(1.0, confidence[intent])} for intent in best]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _chances(self, row: csr_matrix) -> dict[str, float]:
        model: Linear = self.learnt
        return dict(zip(model.classes, map(float, model.chances(row, self.config["temperature"])), strict=True))


@DefaultV1Recipe.register(Kind.INTENT_CLASSIFIER, is_trainable=True)
class DangerNow(Kept):
    """Rules or the learnt judgement, whichever says danger; each says by which words."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, name: str) -> None:
        super().__init__(config, storage, resource, name)
        self.rules = Reader()
        self.sureness = Sureness(**{field.name: config[field.name] for field in fields(Sureness)})

    def train(self, training_data: TrainingData) -> Resource:
        told = [message for message in training_data.training_examples if _about(message)["danger"] is not None]
        now = [bool(_about(message)["danger"]) for message in told]
        signals = [frozenset(_about(message)["signals"]) for message in told]
        return self.keep(judging(_rows(told), now, signals, self.config["softness"], self.config["steps"]))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ruled = heard(self.rules, message.get(LINE))
            in_ede = has_ede(message.get(LINE).words)
            reports = _intent(message).startswith("report_")
            read = Read(_cut(message), _rows([message]), message.get(COUNTS), message.get(URGENCY), in_ede, reports)
            message.set("danger", _as_json(united(ruled, self.learnt, read, self.sureness)), True)
        return messages


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=True)
class Language(Kept):
    """The language of the message, by its letters and words."""

    def train(self, training_data: TrainingData) -> Resource:
        told = [(message.get(LINE).words, _about(message)["language"]) for message in training_data.training_examples]
        return self.keep(Languages.learn(told))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            code, confidence = self.learnt.guess(message.get(LINE).words, message.get(TEXT) or "")
            message.set("language", {"code": code, "confidence": confidence}, add_to_output=True)
        return messages


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=True)
class Entities(Kept):
    """Ages, relations, places, times and telephone numbers, by rules.

    The part of each person is learnt from reports and asked for in reports; in ordinary talk hardly anybody does harm.
    """

    def train(self, training_data: TrainingData) -> Resource:
        return self.keep(taught())

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            parts = self.learnt if _intent(message).startswith("report_") else None
            found = entities(message.get(TEXT) or "", message.get(LINE), parts)
            message.set(ENTITIES, [entity.as_json() for entity in found], add_to_output=True)
        return messages


def _about(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return {"danger": None, "signals": [], "language": "vi", "spelling": "as written", **told}


def _intent(message: Message) -> str:
    named: dict[str, Any] = message.get(INTENT) or {}
    return named.get("name") or ""


def _cut(message: Message) -> Cut:
    return cut(message.get(LINE).words)


def _content(message: Message) -> Cut:
    return cut(content(message.get(LINE).words))


def _rows(messages: list[Message]) -> csr_matrix:
    return vstack([message.get_sparse_features(TEXT)[1].features for message in messages]).tocsr()


def _as_json(danger: Danger) -> dict[str, Any]:
    return {
        "now": danger.now,
        "maybe": danger.maybe,
        "signals": sorted(danger.signals),
        "evidence": [list(span) for span in danger.evidence],
    }
