"""Tells the language of a message by its words: their letters, learnt from our own data, and lists of known words.

No public identifier that works offline knows Ê Đê; each word is judged by its letters in a row (Cavnar & Trenkle 1994),
the message by what its words say together. Of the neighbours, which write with the same letters, Ê Đê is told apart by
how many of the words are attested.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.components.gloss import LETTERS
from nlu.components.shorthand import SHORTHAND
from nlu.components.syllables import is_syllable
from nlu.components.text import BREAKS, Word, fold

RAD = Path(__file__).resolve().parent.parent / "data" / "rad"
# What the neighbours spell and Ê Đê does not, without the short mark.
_STRANGE = re.compile(
    # Jarai, Bahnar, K'ho: a vowel where Ê Đê has two consonants together, "tơlơi", "pơhmao" beside "klei", "mnuih".
    "^[bdghklmnprstj][ơo][bcčdđƀghjklmnñprstwy]{1,4}[aăâeêioôơuưy]"
    # M'nông: "n'gar", "nkoch", "rnôk", "lbăn", "mpông".
    "|^n'|^m[bp]ô|^n[bcdđƀjklmnprstw]|^r[bcdđƀgjklmnpstw]|^l[bdđƀgjkmnprst]"
    # "â" is written in "âo" alone, "ê" before a last consonant in "iê". Xơ Đăng: "tơdroăng", "cheăng"; Bahnar: "oei".
    "|â(?!o)|oă|eă|[êôơ]i|oe|uơ|[aăâou]y$|au$|(?:^|[^i])ê(?:ng|[hkmnprtl])$|ch$|[xvzqf]"
)
_NOT_VIETNAMESE = re.compile("^k[aăâoôơuư].")  # which writes "c" there: "kao" without its marks is no syllable of it
_VOWEL = re.compile("[aeiouy]")
_LATIN = re.compile("[a-z]")
VIETNAMESE_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# What a name of a place or a person begins with, also in Vietnamese: "buôn Ea Nao", "Krông Pắc", "Y Bhăm", "H'Lan".
_LEADS = frozenset("ea krông krong buôn buon ƀuôn plei dray y h".split())
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
    they're we're you're i've isn't aren't wasn't couldn't wouldn't shouldn't haven't hasn't that's what's there's
    won't let's im ive dont cant didnt doesnt wont isnt thats u r ur pls plz thx idk omg rn tbh btw asap bf gf bro
    sis lol lmao gonna wanna gotta dunno abt ppl coz cuz tmr hey heyy yup nope kitchen bathroom bedroom garden yard
    window outside inside upstairs village city country world people family save saved laugh laughed shout shouting
    yell yelling push pushed pull slap slapped punch kick kicked bite burn burned head face arm arms leg legs body
    back mouth eye eyes ear hair finger stomach skin dress clothes shoes bed table alone together everyday sometimes
    already yet soon later early sure maybe really right wrong true lie lies lying lot open close closed hide hiding
    sit stand walk walking drive driving ride fall fell broken break write read ask asked answer try tried start
    started finish turn change changed show listen hear heard happen happened believe remember forget understand
    matter problem trouble idea place thing things way reason story word words half enough few both big small little
    young new long short black white red blue hot cold water milk bread rice tea coffee bus car bike
    """.split()
)


class Shares(NamedTuple):
    """How far a word speaks for each language; all 0 where it says nothing."""

    vi: float = 0.0
    rad: float = 0.0
    en: float = 0.0


NO_LANGUAGE = Shares()
_MARKED = Shares(vi=1.0)  # a Vietnamese syllable with its tone
_PLAIN = Shares(vi=0.9)  # one without, in no other list
_OWN = Shares(rad=1.0)  # attested, and not to be spelled in Vietnamese
_ENGLISH = Shares(en=0.9)  # less than a Vietnamese word with its tone: "sorry chị", "help với"
_EITHER = Shares(vi=0.3, en=0.3)  # "me", "the", "do" are English, and Vietnamese without its marks
_LETTERS = (1, 4)
_SURE = 0.8  # a word this likely to be of a language speaks for it
_MIXED = 0.15  # a message with Ê Đê words is mixed when this share is Vietnamese; a tone mark makes it twice as sure
_FEW = 16  # Vietnamese words beside which one of Ê Đê is no slip
_STRANGER = 5  # attested words that outweigh one of a neighbour
_TRUST = 5  # and how many unknown ones it takes beyond: Ê Đê has more words than our lists
_REMEMBERED, _LONGEST = 20_000, 30  # words, and letters of one that is worth it
_MOST = 300  # words of a message that are looked at
_READABLE = 0.5  # a message of fewer known words is in no language that we know


@dataclass
class Languages:
    """The learnt judgement of single words, and the lists that it is held against."""

    vectorizer: CountVectorizer
    model: LogisticRegression
    known: frozenset[str]  # words of the Vietnamese messages that were learnt from, as typed
    ede: frozenset[str]  # attested words, with and without their marks
    english: frozenset[str]
    neighbours: frozenset[str]  # Jarai, M'nông, Bahnar, K'ho, Xơ Đăng
    _seen: dict[str, Shares] = field(default_factory=dict)

    @classmethod
    def learn(cls, told: Iterable[tuple[Sequence[Word], str]]) -> Languages:
        """Learns from messages (words, language) and from the word lists in nlu/data/rad."""
        counts: dict[str, Counter[str]] = {"vi": Counter(), "en": Counter()}
        for read, language in told:
            if language in counts:
                counts[language].update({word.marked for word in read if _is_word(word.marked)})
        ede, neighbours = _listed()
        told_in_english = {word for word in counts["en"] if word.isascii() and not is_syllable(word)}
        english = ENGLISH | {word for word in told_in_english if counts["en"][word] > counts["vi"][word]}
        ede |= {fold(word) for word in ede}
        typed = {word for word, count in counts["vi"].items() if count > 1 or is_syllable(word)} - english
        known = {form for word in typed if not LETTERS.search(word) for form in (word, fold(word))}
        known -= {word for word in known & ede if not is_syllable(word)}
        types = {"vi": known, "rad": ede, "en": english}
        vectorizer = CountVectorizer(analyzer="char", ngram_range=_LETTERS, binary=True, lowercase=False)
        words = [f"^{word}$" for listed in types.values() for word in sorted(listed)]
        labels = [code for code, listed in types.items() for _ in listed]
        model = LogisticRegression(C=3.0, max_iter=500, class_weight="balanced").fit(
            vectorizer.fit_transform(words), labels
        )
        foreign = {form for word in neighbours for form in (word, fold(word))} - ede - known
        foreign -= {word for word in foreign if word.isascii() and is_syllable(word)}
        return cls(vectorizer, model, *map(frozenset, (known, ede, english, foreign)))

    def guess(self, read: Sequence[Word], text: str = "") -> tuple[str, float]:
        """One of the contract's language codes, and how sure it is (0 to 1); `text` is what the words were read from.

        With the text names are known by their capitals: they are of no language.
        """
        words = self._telling(read, text)
        if not words:
            return ("vi", 0.5) if any(_is_word(word.marked) for word in read) else ("und", 0.0)
        told = list(zip(words, self._shares(words), strict=True))
        vietnamese, ede, english = (sum(shares[place] for _, shares in told) for place in range(3))
        total = vietnamese + ede + english
        if total < _READABLE * len(words):
            return "und", 0.5
        counts = Counter(shares for _, shares in told)
        own, marked, plain = counts[_OWN], counts[_MARKED], counts[_PLAIN]
        attested = sum(word in self.ede and shares.rad > shares.vi for word, shares in told)
        strange = sum(map(self._is_strange, words))
        unknown = sum(word not in self.ede and not shares.vi and not shares.en for word, shares in told) - strange
        doubtful = strange > attested or _STRANGER * strange + unknown > attested + _TRUST
        if doubtful and strange + unknown > marked + plain / 2 + english:
            return "und", 0.5
        is_ede = own > english and own >= _STRANGER * strange + unknown / 2 and _FEW * own >= marked + plain
        is_vietnamese = (marked or plain > 1) and 2 * marked + plain >= _MIXED * (ede + marked + plain)
        if is_ede and is_vietnamese:
            return "mixed", round(min(1.0, 2 * min(vietnamese, ede) / total), 3)
        code, share = max((("vi", vietnamese), ("rad", ede), ("en", english)), key=lambda pair: pair[1])
        return code, round(share / total, 3)

    def _telling(self, read: Sequence[Word], text: str) -> list[str]:
        """The words that tell a language: without names of places and people, which any language takes over."""
        said = self._whole([word for word in read if not word.is_mark][:_MOST], text)
        names = [False] * len(said)
        for place, word in enumerate(said):
            before = said[place - 1] if place else None
            opens = before is None or any(sign in BREAKS for sign in text[before.end : word.start])
            led = (
                before is not None
                and before.marked in _LEADS
                and (_is_capital(word, text) or word.marked not in self.ede)
            )
            alike = place + 1 < len(said) and _is_capital(said[place + 1], text)  # "Krông Năng", a name by itself
            named = _is_capital(word, text) and (alike or not opens) and word.marked not in self.english
            names[place] = led or named or word.marked in _LEADS or word.marked.startswith("h'")
        kept = [word.marked for word, is_name in zip(said, names, strict=True) if _is_word(word.marked) and not is_name]
        whole = [word.marked for word in said if _is_word(word.marked)]
        return kept or (whole if all(word in self.ede for word in whole) else [])

    def _whole(self, read: Iterable[Word], text: str) -> list[Word]:
        """The words as typed where they were taken for something else: "lehanăn" for syllables, "there" for keys."""
        whole: list[Word] = []
        run: list[Word] = []  # pieces without a gap between them
        for word in read:
            typed = text[word.start : word.end].lower()
            if run and run[-1].end != word.start:
                whole += self._joined(run)
                run = []
            run.append(Word(typed, word.start, word.end) if typed in self.english else word)
        return [*whole, *self._joined(run)]

    def _joined(self, run: list[Word]) -> list[Word]:
        joined = "".join(piece.marked for piece in run)
        return [Word(joined, run[0].start, run[-1].end)] if joined in self.ede or joined in self.english else run

    def _is_strange(self, word: str) -> bool:
        """Whether it is a word of a neighbour, or spelled as one, and of no language that we read."""
        if word in self.neighbours:
            return True
        if word in self.ede or word in self.known or word in self.english or is_syllable(word):
            return False
        return _STRANGE.search(unicodedata.normalize("NFC", word.replace("\u0306", ""))) is not None

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
        plain = fold(word)
        if not _LATIN.search(plain):
            return NO_LANGUAGE
        syllable, short = is_syllable(word) and not _NOT_VIETNAMESE.search(word), word in SHORTHAND
        if word in self.english:
            if word in self.ede:
                return Shares(rad=0.4, en=0.5)
            return _EITHER if syllable or short else _ENGLISH
        if word in self.ede and not short and not (syllable and word in self.known):
            return Shares(rad=_SURE) if syllable else _OWN
        if LETTERS.search(word):
            return Shares(rad=0.9)
        if short:
            return Shares(vi=0.7)
        if not _VOWEL.search(plain):
            return NO_LANGUAGE
        if syllable and VIETNAMESE_TONES.search(_without_tilde_n(word)):
            return _MARKED
        if word in self.known:
            if word in self.ede:
                return Shares(vi=0.5, rad=0.4)
            return _PLAIN if syllable or not word.isascii() else _EITHER
        return None

    def _learnt(self, word: str, chances: dict[str, float]) -> Shares:
        if is_syllable(word):
            return Shares(chances["vi"], chances["rad"], chances["en"])
        return Shares(**{code: chances[code] for code in ("rad", "en") if chances[code] >= _SURE})


def _is_capital(word: Word, text: str) -> bool:
    typed = text[word.start : word.end]
    return typed[:1].isupper() and any(letter.islower() for letter in typed)


def _is_word(marked: str) -> bool:
    return any(letter.isalpha() for letter in marked) and not any(letter.isdigit() for letter in marked)


def _without_tilde_n(word: str) -> str:
    return unicodedata.normalize("NFD", word).replace("n\u0303", "n")


def _listed() -> tuple[set[str], set[str]]:
    """Ê Đê words of the lexicon and the word lists, without names; words of the neighbours."""
    ede: set[str] = set()
    neighbours: set[str] = set()
    for row in _rows(RAD / "lexicon.tsv"):
        said = unicodedata.normalize("NFC", row["rad"]).split()
        ede.update(part for part in said if _is_word(part) and part.islower() and part != "êđê")
    for row in _rows(RAD / "wordlists.tsv"):
        word = unicodedata.normalize("NFC", row["word"].lower())
        (ede if row["language"] == "rad" else neighbours).add(word)
    return ede, neighbours


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
