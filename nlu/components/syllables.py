"""Knows which letters can make a Vietnamese syllable, and reads raw Telex and VNI keystrokes where they make one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSETS = """
    ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x
""".split()
# All rhymes of the written language, without their tone (Hội Ngôn ngữ học's usual table of about 160).
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu êng i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam
    oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong oong ooc op ot ô ôc ôi
    ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyn
    uynh uyp uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt
    ươu y yêm yên yêng yêt yêu
    """.split()
)
_PLAIN_RHYMES = frozenset(
    "".join(c for c in unicodedata.normalize("NFD", rhyme) if not unicodedata.combining(c)) for rhyme in _RHYMES
)
_TONE_MARKS = "\u0301\u0300\u0309\u0303\u0323"
_STOPPED = re.compile("(?:c|ch|p|t)$")
_TELEX_TONES = dict(zip("sfrxj", _TONE_MARKS, strict=True))
_VNI_TONES = dict(zip("12345", _TONE_MARKS, strict=True))
_VOWELS = frozenset("aăâeêioôơuưy")
LONGEST = 7  # letters of a syllable: "nghiêng"
_MOST_MARKED = 12  # code points of one whose marks stand apart
LONGEST_KEYED = 10  # keystrokes of one
_LEAST_GLUED = 7  # letters; shorter tokens are words of their own
_MOST_GLUED = 60


def is_syllable(word: str) -> bool:
    """Whether these letters (NFC, lower case) spell a Vietnamese syllable, with all its marks or with none."""
    return len(word) <= _MOST_MARKED and _is_syllable(word)  # what is longer shall not fill the memory of it either


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONE_MARKS:
            tone = tone + letter
        else:
            letters.append(letter)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(tone) > 1:
        return False
    rhymes = _PLAIN_RHYMES if word.isascii() else _RHYMES
    for onset in ("", *_ONSETS):
        if bare.startswith(onset) and bare[len(onset) :] in rhymes:
            rhyme = bare[len(onset) :]
            stopped = _STOPPED.search(rhyme) is not None
            # A syllable that ends in a stop has the acute or the dot below, if it is marked at all.
            return not stopped or (tone in ("\u0301", "\u0323") if tone or not word.isascii() else True)
    return False


@lru_cache(maxsize=20_000)
def telex(word: str) -> str | None:
    """ "ddasnh" → "đánh"; None where the keys make no syllable or change nothing."""
    if not word.isascii() or not word.isalpha() or len(word) > LONGEST_KEYED - 1:
        return None
    out: list[str] = []
    tone = ""
    for key in word:
        seen = "".join(out)
        has_vowel = any(letter in _VOWELS for letter in out)
        if key in _TELEX_TONES and has_vowel:
            tone = _TELEX_TONES[key]
        elif key == "w":
            _horn(out)
        elif key in "aeo" and key in out and (out[-1] == key or out[-1] not in _VOWELS):
            out[seen.rindex(key)] = {"a": "â", "e": "ê", "o": "ô"}[key]
        elif key == "d" and out[:1] == ["d"] and (len(out) == 1 or has_vowel):
            out[0] = "đ"
        else:
            out.append(key)
    return _composed(word, out, tone)


@lru_cache(maxsize=20_000)
def vni(word: str) -> str | None:
    """ "d9anh1" → "đánh"; None where the keys make no syllable."""
    if not word.isascii() or not word[:1].isalpha() or word.isalpha() or len(word) > LONGEST_KEYED:
        return None
    out: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key in "678":
            if not _put(out, {"6": "aâeêoô", "7": "uưoơ", "8": "aă"}[key]):
                return None
        elif key == "9":
            if "d" not in out:
                return None
            out[out.index("d")] = "đ"
        elif key.isalpha():
            out.append(key)
        else:
            return None
    return _composed(word, out, tone)


def glued(word: str) -> list[int]:
    """Where a run of letters such as "cuuconvoi" is to be cut, as the lengths of its syllables; empty if it is none."""
    if not _LEAST_GLUED <= len(word) <= _MOST_GLUED or not word.isalpha() or is_syllable(word):
        return []
    return cut(word)


def fewest(word: str) -> list[int]:
    """For each place in these letters how few syllables they make from there on; 0 where they are not all syllables."""
    counts = [0] * (len(word) + 1)
    for start in range(len(word) - 1, -1, -1):
        ends = range(start + 1, min(start + LONGEST, len(word)) + 1)
        said = [end for end in ends if (counts[end] or end == len(word)) and is_syllable(word[start:end])]
        counts[start] = min((1 + counts[end] for end in said), default=0)
    return counts


def cut(word: str) -> list[int]:
    """The lengths of the fewest syllables that make up these letters; empty where they are not all syllables."""
    best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST), end):
            before = best[start]
            if before is None or not is_syllable(word[start:end]):
                continue
            # Fewest syllables; among these the longer last one.
            if best[end] is None or before[0] + 1 < best[end][0]:  # type: ignore[index]
                best[end] = (before[0] + 1, start)
    lengths: list[int] = []
    end = len(word)
    while end and best[end] is not None:
        start = best[end][1]  # type: ignore[index]
        lengths.append(end - start)
        end = start
    return lengths[::-1] if end == 0 else []


def _horn(out: list[str]) -> None:
    if "u" in out and out.index("u") + 1 < len(out) and out[out.index("u") + 1] == "o":
        place = out.index("u")
        out[place : place + 2] = ["ư", "ơ"]
    elif not _put(out, "uưoơaă"):
        out.append("ư")


def _put(out: list[str], pairs: str) -> bool:
    """Changes the last of the plain letters into its marked one."""
    change = dict(zip(pairs[::2], pairs[1::2], strict=True))
    for place in range(len(out) - 1, -1, -1):
        if out[place] in change:
            if out[place] == "u" and out[place - 1 : place] == ["u"]:
                place -= 1  # "cuu71" is "cứu"
            out[place] = change[out[place]]
            if out[place] == "ơ" and out[place - 1 : place] == ["u"] and out[:1] != ["q"]:
                out[place - 1] = "ư"
            return True
    return False


def _composed(word: str, out: list[str], tone: str) -> str | None:
    vowels = [place for place, letter in enumerate(out) if letter in _VOWELS]
    if not vowels:
        return None
    if len(vowels) > 1 and "".join(out[:2]) in ("qu", "gi"):
        vowels = vowels[1:]
    marked = [place for place in vowels if out[place] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif vowels[-1] < len(out) - 1 or len(vowels) == 1:
        place = vowels[-1]
    else:
        place = vowels[-2]
    out = [*out[: place + 1], tone, *out[place + 1 :]]
    composed = unicodedata.normalize("NFC", "".join(out))
    return composed if composed != word and is_syllable(composed) else None
