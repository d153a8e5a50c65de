"""Reading what was typed: a choice by any of its names, an age, a place, hours, a number to call.

None where the words are no answer of that kind: they are kept, and the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.dialogue.events import Said
from bot.dialogue.heard import kinds
from bot.dialogue.heard.choices import ACCESS, AGES, CONTACT, HARM_DOERS, RELATIONS, REPORTERS, UNKNOWN
from bot.dialogue.heard.numbers import in_figures
from bot.dialogue.heard.person import Harmed, harmed
from bot.dialogue.heard.words import act_of, fold, phone_in
from bot.dialogue.state import Given, Offer
from bot.dialogue.text import Choice, Text
from locales import N_, to_child, translator
from nlu.marks import nfc
from nlu.places import Place

WHICH_NUMBER = N_("May the staff call this number?")
_CALL = Choice("call", N_("Yes, call this number"), ("co", "duoc", "ok", "vang", "dong y", "goi duoc", "duoc goi"))
_WRITE = Choice("write", N_("No, only write to me here"), ("khong", "ko", "nhan tin thoi", "khong goi"))
_REACHES = re.compile(
    r"\b(?:nhan|goi|viet|zalo|facebook|fb|messenger|email|telegram|tin|so|dien thoai|may|gap|tra loi|lien lac|lien he"
    r"|buoi|gio|luc nao|khi nao|sms|cung duoc)\b|\d"
)
_WIFE = re.compile(r"\b(?:vo|ban gai)\b")
_HE_OR_SHE = frozenset(("nó", "ổng", "bả", "ảnh", "cổ"))  # not "no", "ông", "ba", "anh", "cô"
_ABOUT_REACHING = re.compile(
    r"\b(?:dung|khong|ko) (?:\w+ )?(?:goi|nhan|lien)\b(?! (?:cho )?(?:cong an|canh sat|11\d|ba|bo|me)\b)"
)
_KEYS_OF_ACTS = {"affirm": ("yes",), "deny": ("no", "nobody"), "dont_know": ("unknown",)}


def read_choice(text: str, choices: tuple[Choice, ...], language: str) -> Choice | None:
    """The choice meant by its key, its number from 1, its label in `language`, or one of its words."""
    folded = fold(text)
    written = nfc(text).casefold().strip(" .,!?")
    if not folded or written in _HE_OR_SHE:
        return None
    for choice in choices:
        if not written.isascii() and written in choice.words:
            return choice  # "bà" is not "ba": where the marks decide, they are written in `words`
    if folded.isdecimal() and 1 <= int(folded[:4]) <= len(choices):
        return choices[int(folded) - 1]
    for choice in choices:
        if folded in _names(choice, language):
            return choice
    act = act_of(text)
    for choice in choices:
        if act is not None and choice.key in _KEYS_OF_ACTS.get(act, ()):
            return choice
    return None


@lru_cache(maxsize=1024)  # texts of our own and names of communes, never a person's words
def _names(choice: Choice, language: str) -> frozenset[str]:
    """What a choice is called, folded: its key, its label to a grown-up and to a child, its other words."""
    label = choice.label if isinstance(choice.label, str) else choice.label.msgid
    voices = translator(language), translator(to_child(language))
    return frozenset((fold(choice.key), *(fold(voice(label)) for voice in voices), *choice.words))


_FIVE = re.compile(r"năm|(?<!\d)\d++\s*+nam\b")
_YEARS = re.compile(r"(?<!\d)(\d{1,2})\s*(?:tuoi|t\b|years?)")
_YOUNG = re.compile(r"(?<!\d)(\d{1,3}) ?(ngay|tuan|thang)\b(?! (?:truoc|nay|qua|roi))")
_NEWBORN = re.compile(r"\b(?:so sinh|moi sinh|moi de)\b")
_CLASS = re.compile(r"\blop (\d{1,2})\b")
_STARTS_SCHOOL = 6
# A bare number is an age only among words that go with one: not "lúc 9 giờ", "3 năm trước", "nhà số 7".
_BARE = re.compile(
    r"^(?:(?:da|a|thua|vang|khoang|chung|tam|chac|co|gan|hon|moi|duoc|len|nam nay|nay|em|con|chau|be|no|ban|minh|toi"
    r"|tui|la|chi|tuoi) )*+(\d{1,2})(?: (?:a|da|nha|nhe|co|chu|thoi|roi|day|nam nay|gi do))*+$"
)
_SPAN = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*+(?:giờ|gio|h|g|:)\s*+(\d{2})?)?\s*+(?:-|–|đến|den|tới)\s*+"
    r"(\d{1,2})(?:\s*+(?:giờ|gio|h|g|:)\s*+(?:\d{2})?)?(?!\d)(\s*+(?:giờ\s*+)?(?:tối|toi|chiều|chieu))?"
)
_BESIDE_HOURS = frozenset("tu luc khoang gio va hoac sang trua chieu toi den h thoi nhe a hang ngay moi".split())


def band_of(years: int) -> str | None:
    """The age band's key for years 0..17, or None."""
    for choice in AGES[:-1]:
        low, high = map(int, choice.key.split("-"))
        if low <= years <= high:
            return choice.key
    return None


def age(said: Said) -> Given | Offer | None:
    """A child's age; of two children the younger one's, for whom it is more urgent."""
    folded = in_figures(fold(said.text))
    heard = [
        int(entity.value[:4]) for entity in said.meaning.entities if entity.kind == "age" and entity.value.isdecimal()
    ]
    years = [*map(int, _YEARS.findall(folded)), *heard]
    if not years:
        years = [int(count) // 12 if unit == "thang" else 0 for count, unit in _YOUNG.findall(folded)]
        years += [0] if _NEWBORN.search(folded) else []
    if years:
        band = band_of(min(years))
        return Given(band, said.text) if band else None
    if (learns := _CLASS.search(folded)) is not None:
        return _of_a_pupil(int(learns.group(1)))
    bare = _BARE.search(folded)
    return _bare_age(int(bare.group(1)), said.text) if bare else None


def _bare_age(number: int, text: str) -> Given | Offer | None:
    """ "3" may be the third line of the list or three years of age: a wrong guess would cost urgency."""
    band = band_of(number)
    if not 1 <= number <= len(AGES) or band == AGES[number - 1].key:
        return Given(band, text) if band else None
    years = Text(N_("The child is {years} years old"), (("years", str(number)),))
    return Offer((Choice(band or "unknown", years), AGES[number - 1]))


def _of_a_pupil(learns: int) -> Offer | None:
    """A class tells no age for sure where many start late: the bands that it may be, to tap."""
    bands = dict.fromkeys(band_of(learns + _STARTS_SCHOOL + more) for more in (-1, 0, 1, 2))
    likely = tuple(choice for choice in AGES if choice.key in bands)
    return Offer(likely) if likely else None


def place(said: Said) -> Given | Offer | None:
    match = said.match
    found = match is not None and bool(match.candidates)
    if not said.text.strip() or kinds.is_beside(said.text, of_a_place=True, named=found):
        return None
    if match is None or not found:
        return Given("words", said.text)  # an unresolved place is kept as it was said
    if match.certain:
        return Given(match.candidates[0].code, said.text)
    if match.district:
        return of_district(match.district, match.candidates)
    return Offer((*_communes(match.candidates), Choice("words", N_("None of these"))))


def of_district(district: str, there: tuple[Place, ...]) -> Offer:
    """Of a former district: which of its communes of today? There are six at most, and no name needs to be known."""
    text = N_(
        "The place was in {district}, which is these communes and wards today. Which one is it? "
        "You can also write its old name, or what is near it."
    )
    none = Choice("words", N_("None of these, or I don't know"), UNKNOWN.words)
    return Offer((*_communes(there), none), Text(text, (("district", district),)))


def _communes(there: tuple[Place, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(place.code, place.name) for place in there)


def whereabouts(said: Said) -> Given | None:
    """Where somebody is or with whom, in words."""
    named = said.match is not None and bool(said.match.candidates)
    return None if kinds.is_beside(said.text, of_a_place=True, named=named) else words(said)


def person(said: Said) -> Given | Offer | None:
    """Who somebody is to the child, of one who is named; a husband or a wife may be a parent, or not."""
    named = {entity.value for entity in said.meaning.entities if entity.kind == "relation"}
    if named == {"partner"}:
        own = ("mother", "stepmother") if _WIFE.search(fold(said.text)) else ("father", "stepfather")
        return Offer(tuple(choice for choice in RELATIONS if choice.key in (*own, "partner")))
    return _one_of(named, HARM_DOERS, said)


def reporter(said: Said) -> Given | None:
    return _one_of({entity.value for entity in said.meaning.entities if entity.kind == "relation"}, REPORTERS, said)


def _one_of(named: set[str], known: Mapping[str, str], said: Said) -> Given | None:
    meant = {known.get(value) for value in named}
    key = meant.pop() if len(meant) == 1 else None
    return Given(key, said.text) if key and not kinds.is_beside(said.text) else None


def words(said: Said) -> Given | None:
    return Given("words", said.text) if said.text.strip() else None


def no_question(said: Said) -> Given | None:
    return None if kinds.asks(said.text) else words(said)


def no_request(said: Said) -> Given | None:
    return None if kinds.is_beside(said.text) else words(said)


# In a clause of its own, and as written: "cô ơi" is a call, and "có mẹ ở đây" no yes.
_YES = re.compile(
    r"(?:(?:dạ|da|vâng|vang) )?(?:có|co(?! oi)|ừ|ừm|đang|dang|đúng|yes)"
    r"(?: (?:ạ|a|chứ|chu|cô|chú|anh|chị|ơi|oi|nhé|nha|rồi|roi|mà|đó|lắm|lam|em|con|cháu))*+"
)
_IN_DANGER = re.compile(r"\A(?:(?:da|dang|rat|co|em|con|chau|no|be) )*+nguy hiem(?: (?:a|lam|qua|roi|co oi|co))*+")


def in_danger(said: Said) -> Given | None:
    """Yes, with whatever stands behind it; that nobody is in danger is never read from more than a plain no."""
    first, _, rest = nfc(said.text).casefold().strip().partition(",")
    if not rest:
        first, _, rest = first.partition(".")
    yes = _YES.fullmatch(first.strip(" !")) is not None and act_of(rest) != "deny"
    return Given("yes", said.text) if yes or _IN_DANGER.fullmatch(fold(said.text)) else None


def access(said: Said) -> Offer | None:
    """A mere yes does not say which: they live together, or that person can come near."""
    return Offer(ACCESS[:2]) if act_of(said.text) == "affirm" else None


def whom(said: Said) -> Given | None:
    found = harmed(said.text)
    no = fold(said.text) == "no" and said.text.isascii()  # in English, or "nó": it is asked once more
    return None if found is None or no else Given("self" if found is Harmed.WRITER else "child", said.text)


def contact(said: Said) -> Given | Offer | None:
    """A number, a way to be reached, or hours. A mere yes does not say which way."""
    if phone_in(said.text) and not said.passed_on:
        return asked_to_call()
    if act_of(said.text) == "affirm":
        return Offer(CONTACT[:2])
    folded = fold(said.text)
    answers = not kinds.is_beside(said.text) or _ABOUT_REACHING.search(folded) is not None
    return Given("words", said.text) if answers and _REACHES.search(folded) else None


def asked_to_call() -> Offer:
    """Only a tap or a clear yes is consent to be called."""
    return Offer((_CALL, _WRITE), WHICH_NUMBER)


def known_number(number: str) -> Offer:
    """As `asked_to_call`, of a number that was given before; a reader over the shoulder sees its end only."""
    end = re.sub(r"\D", "", number)[-3:]
    text = Text(N_("May the staff call the number ending in {end}?"), (("end", end),))
    return Offer((_CALL, _WRITE, CONTACT[2]), text)


def sex(said: Said) -> Given | None:
    # "năm" is five, and "5 nam" years: only the bare word means a boy.
    folded = f" {fold(_FIVE.sub(' ', nfc(said.text).casefold()))} "
    girl = any(f" {word} " in folded for word in ("be gai", "con gai", "nu", "chau gai", "gai"))
    boy = any(f" {word} " in folded for word in ("be trai", "con trai", "nam", "chau trai", "trai"))
    return Given("girl" if girl else "boy", said.text) if girl != boy else None


def hours(said: Said) -> Given | None:
    """Full hours that are surely safe, "19-21,12-13"; words that name none are "unknown": then nothing is sent."""
    return Given(hours_in(said.text) or "unknown", said.text) if said.text.strip() else None


def hours_in(text: str) -> str:
    """The full hours that a text names, as handlers.contact reads them."""
    spans = []
    for first, past, last, day in _SPAN.findall(nfc(text).casefold()):
        start, end = int(first) + bool(past and int(past)), int(last)
        if day and end < 12:
            start, end = start + 12, end + 12
        if 0 <= start < end <= 24:
            spans.append(f"{start:02d}-{end:02d}")
    return ",".join(spans)


def only_hours(text: str) -> bool:
    """Whether a text names hours and says nothing else."""
    written = nfc(text).casefold()
    rest = fold(_SPAN.sub(" ", written)).split()
    return rest != fold(written).split() and not set(rest) - _BESIDE_HOURS
