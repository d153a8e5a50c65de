"""Rasa components that cut a message into words, count them and choose the intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from nlu.components.shorthand import SHORTHAND
from nlu.components.text import fold, words

# A page tells its intent within its first words; this bounds the time of one message.
MOST_WORDS = 600


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Words(Tokenizer):  # type: ignore[misc]
    """A token's text has its marks, its lemma has none: two views of one message for the counting components."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        read = words(message.get(attribute))
        told = [word for word in read if not word.is_mark] or read
        return [
            Token(full, word.start, word.end, lemma=fold(full))
            for word in told[:MOST_WORDS]
            for full in (SHORTHAND.get(word.marked, word.marked),)
        ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WholeWordCounts(CountVectorsFeaturizer):  # type: ignore[misc]
    """Rasa's pattern cuts words at U+0306, which four Ê Đê vowels are written with; ours keeps them whole."""

    @classmethod
    def _create_independent_vocab_vectorizers(
        cls, parameters: dict[str, Any], vocabulary: Any | None = None
    ) -> dict[str, Any]:
        vectorizers: dict[str, Any] = super()._create_independent_vocab_vectorizers(parameters, vocabulary)
        for vectorizer in vectorizers.values():
            vectorizer.token_pattern = r"(?u)[\w\u0300-\u036f]+"
        return vectorizers


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Intents(LogisticRegressionClassifier):  # type: ignore[misc]
    """Rasa's logistic regression on rows of equal length, so that long stories weigh no more than short messages."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**LogisticRegressionClassifier.get_default_config(), "C": 10.0}

    def __init__(self, config: dict[str, Any], *others: Any) -> None:
        super().__init__(config, *others)
        self.clf: LogisticRegression = self.clf.set_params(C=self.config["C"])

    def _create_X(self, messages: list[Message]) -> csr_matrix:
        return normalize(super()._create_X(messages))

    def process(self, messages: list[Message]) -> list[Message]:
        """Leaves a message without one readable character without an intent; Rasa's own fails on it."""
        super_messages = [message for message in messages if message.get_sparse_features(attribute=TEXT)[1]]
        if super_messages:
            super().process(super_messages)
        return messages
