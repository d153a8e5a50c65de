"""What is learnt about the part of a person, from the words beside and from what the rules say: the last word on it.

A linear model with a class for each part (multinomial logistic regression, by steps along the gradient). It is small
enough for plain Python, so that whoever reads entities needs no library.
"""

from __future__ import annotations

import math
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from nlu.components.phrasebook import bare
from nlu.components.roles import Told

PARTS = ("harm_doer", "child", "other", "reporter")
Clues = dict[str, float]
Weights = dict[str, tuple[float, ...]]

_WORD = re.compile(r"\S+")
_NEAR = 80  # code points on either side
_BEFORE, _FAR_BEFORE, _AFTER = 5, 10, 8  # words
_ENDS = frozenset(",.!?:")
_MANY = frozenset({"friend", "sibling"})
_ROUNDS, _AVERAGED, _STEP, _SHRINK = 16, 8, 0.1, 3  # the last as in a ridge penalty of 1.5 times the squares


@dataclass(frozen=True)
class Parts:
    """The weights of each clue, a number a part."""

    weights: Weights

    def say(self, text: str, told: Sequence[Told], ruled: Sequence[str]) -> list[str]:
        """The part of each of the persons told in a `Line`'s text, of which the rules said `ruled`.

        Who is named twice is one person, and all that speaks for a part counts; of friends and siblings there are many.
        """
        named = [(one[0], one[1] if one[0] in _MANY else text[one[1] : one[2]].split()[0]) for one in told]
        sums: dict[tuple[str, str | int], list[float]] = defaultdict(lambda: [0.0] * len(PARTS))
        for name, found in zip(named, clues_of_all(text, told, ruled), strict=True):
            sums[name] = [sum(pair) for pair in zip(sums[name], self._scores(found), strict=True)]
        return [PARTS[_likeliest(sums[name])] for name in named]

    def _scores(self, found: Clues) -> list[float]:
        scores = [0.0] * len(PARTS)
        for clue, weight in found.items():
            for place, learnt in enumerate(self.weights.get(clue, ())):
                scores[place] += weight * learnt
        return scores


def clues_of_all(text: str, told: Sequence[Told], ruled: Sequence[str]) -> list[Clues]:
    """The clues of each of the persons told in one text: that the rules blame somebody else is one too."""
    blamed = ruled.count("harm_doer")
    return [clues(text, one, rule, blamed > (rule == "harm_doer")) for one, rule in zip(told, ruled, strict=True)]


def clues(text: str, told: Told, rule: str, blamed: bool = False) -> Clues:
    """What speaks for one part or another: who it is, what the rules say, the words beside, the nearer the more.

    `blamed` is whether the rules say of somebody else in the message that they do harm.
    """
    relation, start, end = told
    found: Clues = {
        "": 1.0,
        f"rule {rule}": 1.0,
        f"{relation} {rule}": 1.0,
        f"is {relation}": 1.0,
        "blamed": float(blamed),
    }
    said = [bare(word) for word in text[start:end].split()]
    found |= {f"said {word}": 1.0 for word in said} | {f"first {said[0]}": 1.0}
    before = [bare(word) for word in reversed(text[max(0, start - _NEAR) : start].split())]
    for place, word in enumerate(before[:_BEFORE]):
        found.setdefault(f"before {word}", 1 / (1 + 0.4 * place))
    found |= {f"far before {word}": 0.4 for word in before[:_FAR_BEFORE]}
    found |= {f"just before {' '.join(before[length - 1 :: -1])}": 1.0 for length in (1, 2) if len(before) >= length}
    after = [bare(match.group()) for match in islice(_WORD.finditer(text, end, end + _NEAR), _AFTER)]
    for place, word in enumerate(after):
        found.setdefault(f"after {word}", 1 / (1 + 0.2 * place))
    clause = takewhile(lambda word: word not in _ENDS, after)
    found |= {f"of the clause {word}": 0.5 for word in clause}
    found |= {f"just after {' '.join(after[:length])}": 1.0 for length in (1, 2) if len(after) >= length}
    found |= {f"then {first} {second}": 0.7 for first, second in pairwise(after)}
    return found


def learn(rows: Iterable[tuple[Clues, str]]) -> Parts:
    """Learns from clues and the part that a reader told; the same rows in the same order give the same weights.

    Rows of one kind stand together, and the last would weigh most: so they are shuffled anew at each turn, and the
    weights of the later turns are averaged (Polyak and Juditsky 1992).
    """
    taught = [(list(found.items()), PARTS.index(part)) for found, part in rows]
    chance = random.Random(0)
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(PARTS))
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(PARTS))
    for turn in range(_ROUNDS):
        step = _STEP / (1 + turn)
        chance.shuffle(taught)
        for found, right in taught:
            _learn_one(weights, found, right, step)
        for clue, kept in weights.items():
            kept[:] = [weight * (1 - step * _SHRINK) for weight in kept]
            if turn >= _ROUNDS - _AVERAGED:
                sums[clue] = [total + weight for total, weight in zip(sums[clue], kept, strict=True)]
    return Parts({clue: tuple(round(total / _AVERAGED, 3) for total in found) for clue, found in sorted(sums.items())})


def _learn_one(weights: dict[str, list[float]], found: list[tuple[str, float]], right: int, step: float) -> None:
    known = [(weights[clue], weight) for clue, weight in found]
    scores = [sum(weight * learnt[part] for learnt, weight in known) for part in range(len(PARTS))]
    raised = [math.exp(score - max(scores)) for score in scores]
    wrong = [step * ((part == right) - one / sum(raised)) for part, one in enumerate(raised)]
    for learnt, weight in known:
        for part, moved in enumerate(wrong):
            learnt[part] += moved * weight


def _likeliest(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)
