"""Reads a raw message as words, in forms that can be compared, each knowing its place in the text as it was sent."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nlu.components.shorthand import SHORTHAND
from nlu.components.syllables import LONGEST_KEYED, cut, fewest, glued, is_syllable, telex, vni

# The tone is written on one vowel or another ("hoà", "hòa") or left out: it is taken off and kept apart.
# Hook and tilde share a number because children, and many adults in the Highlands, mix them up.
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "3", "\u0323": "5"}
STROKED = {"đ": "d", "ƀ": "b"}
# Other keyboards' letters for Ê Đê ones; NFC does not unite them.
LOOK_ALIKES = str.maketrans("ǎěǐǒǔɓɗðɖ’ʼ`´", "ăĕĭŏŭƀđđđ''''")
# Cyrillic and Greek letters that cannot be told from Latin ones, for words that also hold Latin letters.
FOREIGN = str.maketrans("авеёкмнорстухіјѕԁһԛԝαβεηικνορτυχ", "abeekmhopctyxijsdhqwabenikvoptux")
# Words of English that are Telex for something else.
NOT_KEYS = frozenset(
    """
    is as has his or her for us was does our are see too need him car far girls boys
    """.split()
)
BREAKS = ".!?;\n\r…"
PAUSES = ',:()"“”-–'
MOST_MORE = 4  # letters that a sign stands for: "½" and "ﬃ" are read as written out, "ﷺ", a whole sentence, is not
MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe text (UAX #15)


@dataclass(frozen=True)
class Word:
    """One word or mark of punctuation; `start` and `end` are code points of the original text."""

    marked: str  # NFC, lower case, with its diacritics
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return not any(letter.isalnum() for letter in self.marked)

    @property
    def folded(self) -> str:
        return fold(self.marked)


def fold(text: str) -> str:
    """The text without any diacritic; NFD leaves đ and ƀ whole, so they are folded by hand."""
    plain = (STROKED.get(letter, letter) for letter in unicodedata.normalize("NFD", text))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def spelled(word: str) -> str:
    """A word as letters, then the number of its tone if one was typed: "đánh" is "đanh1", "danh" stays "danh"."""
    tone = ""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in TONES:
            tone = TONES[letter]
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


def words(text: str) -> list[Word]:
    """All words and marks of the message in order; empty when there is nothing to read in it."""
    found: list[Word] = []
    run: list[tuple[str, int, int]] = []

    def close() -> None:
        if run:
            found.append(Word(_squeeze("".join(part for part, _, _ in run)), run[0][1], run[-1][2]))
            run.clear()

    for shown, start, end in _letters(text):
        if shown[0].isalnum() or (run and shown == "'"):
            # Digits and letters stick together only as in "14t" or "7h30": the readers of ages and times want them so.
            run.append((shown, start, end))
        else:
            close()
            if not shown.isspace() or shown in BREAKS:
                found.append(Word(shown, start, end))
    close()
    return _joined(_decoded(found), text)


def _decoded(read: list[Word]) -> list[Word]:
    """Raw Telex or VNI keystrokes become letters, but only in a message where they are no accident."""
    keyed: dict[int, str] = {}
    sure = False
    said = 0
    for index, word in enumerate(read):
        if word.is_mark:
            continue
        said += 1
        written = word.marked
        if len(written) > LONGEST_KEYED or not written.isascii() or written in SHORTHAND or written in NOT_KEYS:
            continue
        if is_syllable(written):
            continue
        letters = telex(written) or vni(written)
        if letters:
            keyed[index] = letters
            changes = sum(1 for letter in unicodedata.normalize("NFD", letters) if unicodedata.combining(letter))
            sure = sure or changes + letters.count("đ") > 1
    # Nearly all words, or with one among them that shows two keys a third of all, or several in a short message:
    # in a long one without marks some words of Ê Đê or English look like keystrokes by chance.
    if not keyed or not (
        len(keyed) * 5 >= said * 3 or (sure and (len(keyed) * 3 >= said or (len(keyed) > 1 and len(keyed) * 4 >= said)))
    ):
        return read
    return [Word(keyed.get(index, word.marked), word.start, word.end) for index, word in enumerate(read)]


def _joined(read: list[Word], text: str) -> list[Word]:
    """Undoes "c ứ u", "t.ự t.ử" and "cuuconvoi": the pieces become words again where they make syllables."""
    out: list[Word] = []
    index = end = 0
    make_words: set[int] = set()
    while index < len(read):
        if index >= end:  # each run of single letters is looked at once, not anew from each of its letters
            end, make_words = _apart(read, index)
        if index in make_words:
            out += _together([word for word in read[index:end] if word.marked.isalpha()])
            index = end
            continue
        word = read[index]
        dotted = read[index : index + 3]
        if (
            len(dotted) == 3
            and dotted[1].marked in ("*", ".", "-", "_")
            and dotted[0].end == dotted[1].start
            and dotted[1].end == dotted[2].start
            and not (is_syllable(dotted[0].marked) and is_syllable(dotted[2].marked))
            and is_syllable(dotted[0].marked + dotted[2].marked)
        ):
            out.append(Word(dotted[0].marked + dotted[2].marked, word.start, dotted[2].end))
            index += 3
            continue
        lengths = glued(word.marked)
        own = list(_letters(text[word.start : word.end])) if lengths else []
        if lengths and [len(shown) for shown, _, _ in own] == [1] * len(word.marked):
            at = 0
            for length in lengths:
                first, last = own[at][1], own[at + length - 1][2]
                out.append(Word(word.marked[at : at + length], word.start + first, word.start + last))
                at += length
        else:
            out.append(word)
        index += 1
    return out


def _apart(read: list[Word], start: int) -> tuple[int, set[int]]:
    """The end of the run of single letters that begins here, and the places from where on its letters make words."""
    end = start
    while end < len(read) and len(read[end].marked) == 1 and read[end].marked.isalpha():
        end += 1
        while end + 1 < len(read) and read[end].marked in "._-*" and len(read[end + 1].marked) == 1:
            end += 1
    places = [place for place in range(start, end) if read[place].marked.isalpha()]
    counts = fewest("".join(read[place].marked for place in places)) if len(places) > 2 else []
    lefts = zip(places, counts, range(len(places), 2, -1))  # noqa: B905
    return max(end, start + 1), {place for place, count, left in lefts if 0 < count < left and (left > 3 or count == 1)}


def _together(letters: list[Word]) -> Iterator[Word]:
    """Single letters as the words that they make."""
    at = 0
    for length in cut("".join(word.marked for word in letters)):
        piece, at = letters[at : at + length], at + length
        yield Word("".join(word.marked for word in piece), piece[0].start, piece[-1].end)


def _letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Base letters with their marks, composed and in lower case; what can't be seen is left out."""
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        # Piled-up marks are not read: to put n of them in order takes n² steps, and no letter has more than three.
        visible = (c for c in text[position:end] if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
        seen = "".join(islice(visible, 1 + MOST_MARKS))
        plain = unicodedata.normalize("NFKC", seen)
        if len(plain) > len(seen) + MOST_MORE:
            plain = seen
        shown = unicodedata.normalize("NFC", plain.lower()).translate(LOOK_ALIKES)
        if not shown.isascii() and shown[:1] in _FOREIGN_LETTERS and _beside_latin(text, position, end):
            shown = shown.translate(FOREIGN)
        # Marks of one class typed in the wrong order, which NFC does not repair.
        shown = shown.replace("\u0115\u0302", "ê\u0306").replace("\u014f\u0302", "ô\u0306")
        if shown:
            yield shown, position, end
        position = end


_FOREIGN_LETTERS = frozenset(map(chr, FOREIGN))


def _beside_latin(text: str, start: int, end: int) -> bool:
    """Whether the word round this letter holds Latin letters too: a word all in Cyrillic is left alone."""
    first, last = start, end
    while first and not text[first - 1].isspace() and start - first < 12:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - end < 12:
        last += 1
    beside = text[first : start + 1] + text[end:last]  # without its own marks, however many
    return any("a" <= letter <= "z" for letter in fold(beside.lower()))


def _joins(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 or letter in "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _squeeze(word: str) -> str:
    """ "cứuuuuu" becomes "cứu": three of a letter in a row are a cry, not spelling. Digits stay."""
    kept: list[str] = []
    position = 0
    while position < len(word):
        letter, end = word[position], position
        while end < len(word) and word[end] == letter:
            end += 1
        if end - position < 3 or letter.isdigit():
            kept.append(word[position:end])
        elif not kept or fold(kept[-1]) != letter or (letter == "u" and spelled(kept[-1])[0] == "ư"):
            kept.append(letter)  # and not after its own marked form: "đáaaanh" is "đánh", but "cứuuu" is "cứu"
        position = end
    short = "".join(kept)
    return "cuu" if short == "cu" and word != "cu" else short  # "cuuuuu" is "cứu" without its marks


class Line:
    """The message as one line of spelled words, for patterns; every match can be traced back to the original text."""

    def __init__(self, read: list[Word]) -> None:
        self.words = read
        self._owner: list[int] = []
        parts: list[str] = []
        for index, word in enumerate(read):
            if not word.is_mark:
                written = " ".join(spelled(part) for part in SHORTHAND.get(word.marked, word.marked).split())
            elif word.marked in BREAKS or word.marked in PAUSES:
                written = "." if word.marked in BREAKS else ","
            else:  # an emoji or a symbol parts no clause
                continue
            parts.append(written)
            self._owner.extend([index] * (len(written) + 1))
        self.text = " ".join(parts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original text the piece [start, end) of this line was written."""
        first, last = self._owner[start], self._owner[max(start, end - 1)]
        return self.words[first].start, self.words[last].end
