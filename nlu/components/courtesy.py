"""What people put round a message out of politeness: it is not what the message is about.

Its words are tables: `<language>/courtesy_words.tsv` for reading, `<language>/courtesies.tsv` for training.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlu.components.phrases import phrases
from nlu.components.text import Word

MOST = 16  # words of one courtesy; a longer run of such words says something
LEAST_LEFT = 2  # words; where less would be left, the courtesy is the message

_WORDS = {kind: frozenset(line.split()) for kind, line in phrases("vi", "courtesy_words").items()}
_GREETS, _THANKS, _ME, _LEADS = _WORDS["greets"], _WORDS["thanks"], _WORDS["me"], _WORDS["leads"]
_ENDS = _WORDS["ends"] | _WORDS["you"]
_OPENING = _ME | _ENDS | _GREETS | _WORDS["opens"]
_CLOSING = _ME | _WORDS["you"] | _THANKS | _WORDS["closes"]
_YES = frozenset(("dạ", "da"))  # polite where it is the first word


def content(read: Sequence[Word]) -> list[Word]:
    """The words without a polite opening and closing, or all of them where little else is left."""
    told = list(read[_opened(read) : _closed(read)])
    left = sum(not word.is_mark for word in told)
    return told if left >= LEAST_LEFT else list(read)


def _opened(read: Sequence[Word]) -> int:
    """How many words and marks at the beginning only greet, excuse themselves or ask for leave to speak."""
    polite, end, said = False, 0, 0  # polite: since the last mark that parts what is said
    for place, word in enumerate(read):
        if word.is_mark:
            end, polite = (place + 1, False) if polite else (end, polite)
            continue
        said += 1
        if said > MOST or word.marked not in _OPENING:
            break
        polite = polite or word.marked in _GREETS or (said == 1 and word.marked in _YES)
        if polite and said > 1 and word.marked in _ENDS:
            end = place + 1
    while end < len(read) and read[end].is_mark:
        end += 1
    return end


def _closed(read: Sequence[Word]) -> int:
    """Where the words at the end begin that only thank or take leave."""
    start, said, place = len(read), 0, len(read)
    while place and said < MOST:
        place -= 1
        word = read[place]
        if word.is_mark:
            continue
        said += 1
        if word.marked not in _CLOSING:
            break
        if word.marked in _THANKS:
            start = place = _led(read, place)
    return start


def _led(read: Sequence[Word], place: int) -> int:
    """Where the thanks at `place` begin: "dạ em xin cảm" before "ơn", with one word for the writer."""
    named = False
    while place and (read[place - 1].marked in _LEADS or (read[place - 1].marked in _ME and not named)):
        place -= 1
        named = named or read[place].marked in _ME
    return place
