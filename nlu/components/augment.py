"""Gives a training message again as other people would write it: without marks, in a hurry, politely; seeded."""

from __future__ import annotations

import random
import unicodedata

from nlu.components.phrases import phrases
from nlu.components.shorthand import SHORTHAND
from nlu.components.text import fold

SHORT_FORMS: dict[str, list[str]] = {}
for _short, _full in SHORTHAND.items():
    SHORT_FORMS.setdefault(_full, []).append(_short)
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX_LETTERS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_LETTERS = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
# Each key and those beside it.
_NEIGHBOURS = {
    keys[0]: keys[1:]
    for keys in """
        qwa wqes ewrd retf tryg ytuh uyij iuok oipl pol aqsz sadwx dsfec fdgrv gfhtb hgjyn jhkum kjlin lkop zxas
        xzcsd cxvdf vcbfg bvnhg nbmhj mnjk
    """.split()
}
_HEARD = [  # spellings by ear, each way in the Highlands and the south
    tuple(pair.split("/")) for pair in ["d/gi", "gi/d", "s/x", "x/s", "ch/tr", "tr/ch", "v/d", "qu/w", "ngh/ng"]
]
_HEARD_ENDS = [("n", "ng"), ("ng", "n"), ("t", "c"), ("c", "t"), ("i", "y"), ("y", "i")]
REGISTERS = ("none", "partial", "teen", "typos", "by ear", "run-on", "caps", "keys")
_WEIGHTS = (30, 14, 20, 10, 8, 6, 4, 8)

COURTESIES = {kind: lines.splitlines() for kind, lines in phrases("vi", "courtesies").items()}
# How often a polite message has an opening only, a closing only, both.
_FRAMES = ((True, False), (False, True), (True, True))


def courteous(text: str, chance: random.Random) -> str:
    """The message with an opening and a closing of courtesies.tsv, as most people who ask for help put round it."""
    me, you = chance.choice(COURTESIES["speakers"]).split("/")
    opens, closes = chance.choice(_FRAMES)
    parts = [
        chance.choice(COURTESIES["opening"]).format(me=me, you=you) if opens else "",
        text,
        chance.choice(COURTESIES["closing"]).format(me=me, you=you) if closes else "",
    ]
    written = chance.choice((" ", " ", "\n")).join(part for part in parts if part)
    return written[0].upper() + written[1:] if text[:1].isupper() else written[0].lower() + written[1:]


def retyped(text: str, language: str, chance: random.Random) -> str:
    """The message in another register; the same again where the register changes nothing."""
    if language in ("rad", "mixed"):  # without its marks, or with those that a Vietnamese keyboard has
        return fold(text) if chance.random() < 0.6 else _without_short_vowels(text)
    register = chance.choices(REGISTERS, _WEIGHTS)[0]
    words = unicodedata.normalize("NFC", text).split()
    if register == "caps":
        return text.upper()
    if register == "run-on":
        bare = "".join(letter if letter.isalnum() or letter.isspace() else " " for letter in text.lower())
        return " ".join(bare.split()) or text  # a message of marks only stays
    if register == "keys":
        keys = chance.choice([(_TELEX, _TELEX_LETTERS), (_VNI, _VNI_LETTERS)])
        return " ".join(_keyed(word, *keys) for word in words)
    if register == "none":
        return fold(text)
    if register == "partial":
        share = chance.uniform(0.3, 0.8)
        return " ".join(fold(word) if chance.random() < share else word for word in words)
    if register == "teen":
        bare = chance.random() < 0.4
        return " ".join(_shortened(fold(word) if bare else word, word, chance) for word in words)
    change = misspelt if register == "typos" else _by_ear
    return " ".join(change(word, chance) if chance.random() < 0.25 else word for word in words)


def _without_short_vowels(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", text) if letter not in "\u0306\u030c")
    return unicodedata.normalize("NFC", "".join(letters)).translate(str.maketrans("ƀɃñÑ", "bBnN"))


def _keyed(word: str, tones: dict[str, str], letters: dict[str, str]) -> str:
    out, tone = "", ""
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in tones:
            tone = tones[letter]
        else:
            out += letter
    out = "".join(letters.get(letter, letter) for letter in unicodedata.normalize("NFC", out))
    end = len(out)
    while end and not out[end - 1].isalnum():
        end -= 1
    return out[:end] + tone + out[end:]


def _shortened(word: str, full: str, chance: random.Random) -> str:
    forms = SHORT_FORMS.get(full.lower())
    return chance.choice(forms) if forms and chance.random() < 0.7 else word


def misspelt(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    place = chance.randrange(len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    if kind == 2:
        return word[:place] + word[place] * 2 + word[place + 1 :]
    near = _NEIGHBOURS.get(word[place].lower())
    return word[:place] + chance.choice(near) + word[place + 1 :] if near else word


def _by_ear(word: str, chance: random.Random) -> str:
    rules = [(a, b, True) for a, b in _HEARD if word.lower().startswith(a)]
    rules += [(a, b, False) for a, b in _HEARD_ENDS if word.lower().endswith(a) and len(word) > len(a) + 1]
    if not rules:
        return word
    heard, written, at_start = chance.choice(rules)
    return written + word[len(heard) :] if at_start else word[: len(word) - len(heard)] + written
