"""Turns the words of a message into weighted counts, in two views: with the marks that were typed, and without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from nlu.components.gloss import in_vietnamese
from nlu.components.shorthand import SHORTHAND
from nlu.components.text import Word, fold, spelled

# A page tells its meaning within its first words; this bounds the time of one message.
MOST_WORDS = 600
LETTERS = (3, 6)  # how many letters and blanks in a row

Piece = tuple[str, int, int]  # a feature, and the words [first, last) that it was read from


@dataclass(frozen=True)
class Cut:
    """A message as words: how they are spoken (with marks), how they look without, and where they are in the text.

    A message with Ê Đê comes twice: as it is, then with its Ê Đê words put into Vietnamese.
    """

    spoken: list[str]
    folded: list[str]
    spans: list[tuple[int, int]]


def cut(read: Sequence[Word]) -> Cut:
    """The words that count, chat shorthand written out; a message of punctuation alone keeps its punctuation."""
    told = ([word for word in read if not word.is_mark] or list(read))[:MOST_WORDS]
    full = [
        (part, (word.start, word.end))
        for word in [*told, *in_vietnamese(told)]
        for part in SHORTHAND.get(word.marked, word.marked).split()
    ]
    return Cut([spelled(part) for part, _ in full], [fold(part) for part, _ in full], [span for _, span in full])


def marked(message: Cut) -> Iterator[Piece]:
    """Words and pairs in which a mark was typed; a message without marks has none, instead of wrong ones."""
    bare = [spoken == plain for spoken, plain in zip(message.spoken, message.folded, strict=True)]
    for place, spoken in enumerate(message.spoken):
        if not bare[place]:
            yield spoken, place, place + 1
        if place and not (bare[place] and bare[place - 1]):
            yield f"{message.spoken[place - 1]} {spoken}", place - 1, place + 1


def plain(message: Cut) -> Iterator[Piece]:
    """Words, pairs and threes without any mark."""
    for size in (1, 2, 3):
        for first in range(len(message.folded) - size + 1):
            yield " ".join(message.folded[first : first + size]), first, first + size


def letters(message: Cut) -> Iterator[Piece]:
    """Letters in a row without any mark, across words, for what is misspelt or unknown."""
    line = " " + " ".join(message.folded) + " "
    owner = [0, *chain.from_iterable([place] * (len(word) + 1) for place, word in enumerate(message.folded))]
    for size in range(LETTERS[0], LETTERS[1] + 1):
        for first in range(len(line) - size + 1):
            yield line[first : first + size], owner[first], owner[first + size - 1] + 1


def _marked(message: Cut) -> list[str]:
    return [name for name, _, _ in marked(message)]


def _plain(message: Cut) -> list[str]:
    return [name for name, _, _ in plain(message)]


def _letters(message: Cut) -> list[str]:
    return [name for name, _, _ in letters(message)]


VIEWS = {"marked": marked, "plain": plain, "letters": letters}
# The least number of messages in which a feature must be: what one person wrote once teaches nothing.
_LEAST = {"marked": 2, "plain": 2, "letters": 3}


class Counts:
    """Sublinear tf-idf over the three views side by side; each row has length 1 (Salton & Buckley 1988)."""

    def __init__(self) -> None:
        analyzers = {"marked": _marked, "plain": _plain, "letters": _letters}
        self.views = {
            view: TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=_LEAST[view], dtype=np.float32)
            for view, analyzer in analyzers.items()
        }

    def learn(self, messages: Sequence[Cut]) -> None:
        """Learns which features there are, and how rare each is."""
        for view in self.views.values():
            view.fit(messages)
            del view.stop_words_  # the features that are too rare: for looking at alone, and most of the memory

    def rows(self, messages: Sequence[Cut]) -> csr_matrix:
        """The rows of messages, messages × features (float32); all zero where nothing is known."""
        return normalize(hstack([view.transform(messages) for view in self.views.values()]).tocsr())

    def shares(self, message: Cut, row: csr_matrix, weights: np.ndarray) -> np.ndarray:
        """How much each word of the message adds to the score with these weights; words of the cut."""
        total = np.zeros(len(message.folded))
        told = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        offset = 0
        for view, vectorizer in self.views.items():
            found = [(vectorizer.vocabulary_.get(name), first, last) for name, first, last in VIEWS[view](message)]
            times: dict[int, int] = {}
            for column, _, _ in found:
                if column is not None:
                    times[column] = times.get(column, 0) + 1
            for column, first, last in found:
                if column is not None and offset + column in told:
                    share = told[offset + column] * weights[offset + column] / times[column]
                    total[first:last] += share / (last - first)
            offset += len(vectorizer.vocabulary_)
        return total
