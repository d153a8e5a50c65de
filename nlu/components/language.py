"""Tells the language of a message by its words: their letters, learnt from our own data, and lists of known words.

No public identifier that works offline knows Ê Đê; each word is judged by its letters in a row (Cavnar & Trenkle 1994),
the message by what its words say together.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.components.gloss import LETTERS
from nlu.components.shorthand import SHORTHAND
from nlu.components.syllables import is_syllable
from nlu.components.text import Word, fold

RAD = Path(__file__).resolve().parent.parent / "data" / "rad"
# Jarai and Bahnar write a vowel where Ê Đê has two consonants together: "tơlơi", "pơhmao" beside "klei", "mnuih".
_FIRST_SYLLABLE = re.compile("^[bdghklmnprstj][ơo][bcčdđƀghjklmnñprstwy]+[aăâeêioôơuưy]")
_VOWEL = re.compile("[aeiouy]")
_LATIN = re.compile("[a-zđƀ]")
VIETNAMESE_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
ENGLISH = frozenset(
    """
    i you he she we they me my mine your yours his her hers him them their our us it its is am are was were be
    been being do does did done doing not no yes yeah ok okay the a an and or but if so because to of in on at
    for with from by about into over after before under out up down off please help need needs needed want wants
    wanted child children kid kids girl girls boy boys baby son daughter father mother dad mom mum parents
    brother sister uncle aunt teacher school class friend friends man woman men people person someone anybody
    nobody neighbor neighbour stepfather stepmother boss stranger hello hi hey thanks thank sorry bye goodbye
    what how when where who whom why which can could will would should may might must has have had hit hits
    hitting beat beats beating beaten hurt hurts hurting touch touches touched touching scared afraid fear home
    house room door street this that these those there here stop stopped die died dying dead kill kills killed
    killing call calls called calling report reported number phone police hospital doctor now today tonight
    yesterday tomorrow week month year years old every day night morning always never again still just only very
    too alone lost missing found locked lock tied drunk drinks knife gun blood bleeding fire drowning water
    river lake pool going gone go goes went come comes coming came take takes took taken taking leave left run
    ran away get gets got getting see saw seen look know knows knew think thought feel feels felt tell told
    telling say says said talk speak speaks language english vietnamese foreigner live lives living lived work
    works working worked pay paid money sell sold buy marry married marriage wedding force forced forcing make
    makes made making keep keeps kept let lets give gave send sent anyone anything something nothing everything
    everyone much many more less some any all one two three four five six seven eight nine ten first last next
    time times long then than like liked love hate bad good safe unsafe danger dangerous emergency urgent quick
    quickly fast immediately wait waiting worried sad cry crying cries sick ill food hungry eat sleep game video
    picture pictures photo photos online internet message messages chat real human robot machine bot test joke
    law legal free cost secret private name address who's don't doesn't didn't can't won't i'm he's she's it's
    they're we're you're i've isn't aren't wasn't
    """.split()
)
Shares = tuple[float, float, float]
NO_LANGUAGE: Shares = (0.0, 0.0, 0.0)
_LETTERS = (1, 4)
_SURE = 0.8  # a word this likely to be of a language speaks for it
# A message is mixed when each of two languages has this share of what its words say.
_MIXED = 0.2
_REMEMBERED, _LONGEST = 20_000, 30  # words, and letters of one that is worth it
_READABLE = 0.5  # a message of fewer known words is in no language that we know


@dataclass
class Languages:
    """The learnt judgement of single words, and the words of the neighbours whose letters are those of Ê Đê."""

    vectorizer: CountVectorizer
    model: LogisticRegression
    known: frozenset[str]  # words of the Vietnamese messages that were learnt from, as typed
    ede: frozenset[str]  # attested words, with and without their marks
    english: frozenset[str]
    neighbours: frozenset[str]
    _seen: dict[str, Shares] = field(default_factory=dict)

    @classmethod
    def learn(cls, told: Iterable[tuple[Sequence[Word], str]]) -> Languages:
        """Learns from messages (words, language) and from the word lists in nlu/data/rad."""
        counts: dict[str, Counter[str]] = {"vi": Counter(), "rad": Counter(), "en": Counter()}
        for read, language in told:
            if language in counts:
                counts[language].update({word.marked for word in read if _is_word(word.marked)})
        ede, neighbours = _listed()
        told_in_english = {word for word in counts["en"] if word.isascii() and not is_syllable(word)}
        english = ENGLISH | {word for word in told_in_english if counts["en"][word] > counts["vi"][word]}
        types = {
            "vi": {
                word for word, count in counts["vi"].items() if (count > 1 or is_syllable(word)) and word not in english
            },
            "rad": {word for word in counts["rad"] if not VIETNAMESE_TONES.search(_without_tilde_n(word))} | ede,
            "en": set(english),
        }
        types["vi"] -= {word for word in types["vi"] if LETTERS.search(word)}
        types["vi"] |= {fold(word) for word in types["vi"]}
        types["rad"] |= {fold(word) for word in types["rad"]}
        vectorizer = CountVectorizer(analyzer="char", ngram_range=_LETTERS, binary=True, lowercase=False)
        words = [f"^{word}$" for listed in types.values() for word in sorted(listed)]
        labels = [code for code, listed in types.items() for _ in listed]
        model = LogisticRegression(C=3.0, max_iter=500, class_weight="balanced").fit(
            vectorizer.fit_transform(words), labels
        )
        neighbours = frozenset(
            word
            for word in neighbours | {fold(word) for word in neighbours}
            if word not in types["rad"] and word not in types["vi"] and not is_syllable(word)
        )
        known, ede = frozenset(types["vi"]), frozenset(types["rad"])
        return cls(vectorizer, model, known, ede, frozenset(english), neighbours)

    def guess(self, read: Sequence[Word]) -> tuple[str, float]:
        """One of the contract's language codes, and how sure it is (0 to 1)."""
        words = [word.marked for word in read if _is_word(word.marked)][:300]
        if not words:
            return "und", 0.0
        shares = np.array(self._shares(words))
        totals = shares.sum(axis=0)
        if totals.sum() < _READABLE * len(words):
            return "und", 0.5
        vietnamese, ede, english = totals / totals.sum()
        strange = sum(self._is_neighbours(word) for word in words)
        told = list(zip(words, shares, strict=True))
        attested = sum(share[1] > _SURE and word in self.ede for word, share in told)
        if strange and strange >= attested and english < max(vietnamese, ede):
            return "und", 0.5
        sure_ede = sum(1 for word, share in told if share[1] >= _SURE and word not in self.known)
        sure_vietnamese = sum(1 for share in shares if share[0] >= _SURE)
        if sure_ede > 1 and sure_vietnamese > 1 and min(vietnamese, ede) >= _MIXED:
            return "mixed", round(float(min(1.0, 2 * min(vietnamese, ede))), 3)
        code, share = max((("vi", vietnamese), ("rad", ede), ("en", english)), key=lambda pair: pair[1])
        return code, round(float(share), 3)

    def _is_neighbours(self, word: str) -> bool:
        """Whether it is a word of Jarai, M'nông or Bahnar, and of no language that we read."""
        if word in self.neighbours:
            return True
        if word in self.ede or word in self.known or word in self.english or is_syllable(word):
            return False
        return _FIRST_SYLLABLE.match(unicodedata.normalize("NFC", word.replace("\u0306", ""))) is not None

    def _shares(self, words: Sequence[str]) -> list[Shares]:
        """How far each word speaks for Vietnamese, Ê Đê and English; all 0 for a word of no language."""
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        found = {word: self._seen.get(word) or self._told(word) for word in set(words)}
        open_ = sorted(word for word, shares in found.items() if shares is None)
        if open_:  # all at once: one by one they would be most of the time of a message
            chances = self.model.predict_proba(self.vectorizer.transform([f"^{word}$" for word in open_]))
            for word, row in zip(open_, chances, strict=True):
                found[word] = self._learnt(word, dict(zip(self.model.classes_, map(float, row), strict=True)))
        self._seen.update((word, shares) for word, shares in found.items() if len(word) <= _LONGEST)
        return [found[word] for word in words]

    def _told(self, word: str) -> Shares | None:
        """What a word's letters and the lists say by themselves; None where its letters must be judged."""
        if not _LATIN.search(word):
            return NO_LANGUAGE
        if LETTERS.search(word):
            return 0.0, 1.0, 0.0
        if not _VOWEL.search(fold(word)) and word not in SHORTHAND:
            return NO_LANGUAGE
        if VIETNAMESE_TONES.search(_without_tilde_n(word)) and is_syllable(word):
            return 1.0, 0.0, 0.0
        if word in SHORTHAND and word not in self.ede:
            return 0.7, 0.0, 0.0
        return None

    def _learnt(self, word: str, chances: dict[str, float]) -> Shares:
        is_known = word in self.known or word in self.ede or word in self.english
        if not is_known and not is_syllable(word):  # then it is not Vietnamese either
            likely = {code: chances[code] if chances[code] >= _SURE else 0.0 for code in ("rad", "en")}
            return 0.0, likely["rad"], likely["en"]
        if word in self.english and not is_syllable(word):
            return 0.0, 0.0, 1.0
        if word in self.known and word not in self.ede and word not in self.english:
            return max(_SURE, chances["vi"]), min(1 - _SURE, chances["rad"]), 0.0
        return chances["vi"], chances["rad"], chances["en"]


def _is_word(marked: str) -> bool:
    return any(letter.isalpha() for letter in marked) and not any(letter.isdigit() for letter in marked)


def _without_tilde_n(word: str) -> str:
    return unicodedata.normalize("NFD", word).replace("n\u0303", "n")


def _listed() -> tuple[set[str], set[str]]:
    """Ê Đê words of the lexicon and the word lists; words of Jarai, M'nông and Bahnar."""
    ede: set[str] = set()
    neighbours: set[str] = set()
    for row in _rows(RAD / "lexicon.tsv"):
        ede.update(part for part in unicodedata.normalize("NFC", row["rad"].lower()).split() if _is_word(part))
    for row in _rows(RAD / "wordlists.tsv"):
        word = unicodedata.normalize("NFC", row["word"].lower())
        (ede if row["language"] == "rad" else neighbours).add(word)
    return ede, neighbours


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
