"""How an Ê Đê sentence is cut into tokens: attested words, and Vietnamese words, names and numbers marked as such."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from nlu.marks import nfc, nfd

# A number and this word count people: "dua čô" (Bible RRB John 1:6, VOV4 491411). By itself it is no entry.
CLASSIFIER = "čô"
NUMBERS = {"sa", "dua", "tlâo", "pă", "êma", "năm", "kjuh", "sapăn", "duapăn", "pluh", "êtuh", "êbâo", "klăk"}
_WORD = re.compile(r"(?:[^\W_]|['\u0300-\u036f])+")  # Python's own word class would cut ơ̆ in two
_PAUSE = re.compile(r'[,.;:!?"…]+')
_MARKED = re.compile(r"^(vi|name|num):")
_NOT_VIETNAMESE = re.compile(r"[ƀčñĕĭŏŭ\u0306]", re.IGNORECASE)
_STROKED = str.maketrans("đĐƀɃ", "dDbB")  # these do not come apart in NFD


def fold(text: str) -> str:
    """The text as a keyboard without Ê Đê letters types it."""
    plain = nfd(text.translate(_STROKED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def spoken(text: str) -> tuple[str, ...]:
    """The words in lower case, without punctuation."""
    return tuple(_WORD.findall(nfc(text).lower()))


def same(text: str) -> str:
    """What two sentences share when only marks, case and punctuation differ."""
    return fold(" ".join(spoken(text)))


def spelled(words: Iterable[str]) -> tuple[str, ...]:
    """The words that the tokens stand for: "vi:công_an" is công, an."""
    return spoken(" ".join(_MARKED.sub("", word) for word in words).replace("_", " "))


def tokens_of(text: str, known: Mapping[str, str], marked: Iterable[str] = ()) -> tuple[str, ...] | None:
    """The sentence as tokens, long entries first; `marked` are the vi: and name: tokens that may occur in it.

    None when a word is neither attested nor one of these nor a number.
    """
    ready = {**known, CLASSIFIER: CLASSIFIER, **{" ".join(spelled([token])): token for token in marked}}
    cuts = [_cut(spoken(clause), ready) for clause in _PAUSE.split(text)]
    found = [token for cut in cuts for token in cut or ()]
    return None if None in cuts or not found or any(wrong_tokens(found, known)) else tuple(found)


def _cut(words: tuple[str, ...], ready: Mapping[str, str]) -> tuple[str, ...] | None:
    for length in range(len(words), 0, -1):
        piece = " ".join(words[:length])
        token = f"num:{piece}" if piece.isdecimal() else ready.get(piece)
        rest = _cut(words[length:], ready) if token else None
        if token and rest is not None:
            return (token, *rest)
    return None if words else ()


def wrong_tokens(words: Iterable[str], known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with each token that is no attested word, marked Vietnamese, name, place or number."""
    before = ""
    for word in words:
        marked = _MARKED.match(word)
        rest = word[marked.end() :] if marked else ""
        if marked and not spoken(rest):
            yield f'"{word}" holds no word'
        elif marked and marked[1] == "num" and not rest.isdecimal():
            yield f'"{word}" is no number: write digits after num:'
        elif marked and marked[1] == "vi" and _NOT_VIETNAMESE.search(rest):
            yield f'"{word}" has letters that Vietnamese has not: an Ê Đê word must be in lexicon.tsv'
        elif word == CLASSIFIER and before.rpartition("_")[2] not in NUMBERS and not before.startswith("num:"):
            yield f'"{word}" must follow a number'
        elif not marked and word != CLASSIFIER and word.replace("_", " ").lower() not in known:
            yield f'"{word}" is not in lexicon.tsv: take an attested word, or mark it vi:, name: or num:'
        before = word
