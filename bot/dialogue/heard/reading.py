"""Reading what was typed: a choice by any of its names, an age, a place, hours, a number to call."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dialogue.events import Said
from bot.dialogue.heard.choices import AGES
from bot.dialogue.heard.person import Harmed, harmed
from bot.dialogue.heard.words import act_of, fold, phone_in
from bot.dialogue.state import Given, Offer
from bot.dialogue.text import Choice, Text
from locales import N_, to_child, translator
from nlu.marks import nfc

WHICH_NUMBER = N_("May the staff call this number?")
_KEYS_OF_ACTS = {"affirm": ("yes",), "deny": ("no", "nobody"), "dont_know": ("unknown",)}


def read_choice(text: str, choices: tuple[Choice, ...], language: str) -> Choice | None:
    """The choice meant by its key, its number from 1, its label in `language`, or one of its words."""
    folded = fold(text)
    if not folded:
        return None
    written = nfc(text).casefold().strip(" .,!?")
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
_MONTHS = re.compile(r"(?<!\d)\d{1,2}\s*thang|so sinh|moi sinh|moi de")
_SPAN = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*+(?:giờ|gio|h|g|:)\s*+(\d{2})?)?\s*+(?:-|–|đến|den|tới)\s*+"
    r"(\d{1,2})(?:\s*+(?:giờ|gio|h|g|:)\s*+(?:\d{2})?)?(?!\d)(\s*+(?:giờ\s*+)?(?:tối|toi|chiều|chieu))?"
)
_BESIDE_HOURS = frozenset("tu luc khoang gio va hoac sang trua chieu toi den h thoi nhe a hang ngay moi".split())
_BARE = re.compile(r"^\D{0,12}(\d{1,2})\D{0,12}$")


def band_of(years: int) -> str | None:
    """The age band's key for years 0..17, or None."""
    for choice in AGES[:-1]:
        low, high = map(int, choice.key.split("-"))
        if low <= years <= high:
            return choice.key
    return None


def age(said: Said) -> Given | Offer | None:
    folded = fold(said.text)
    if _MONTHS.search(folded) and not _YEARS.search(folded):
        return Given("0-3", said.text)
    clear = _YEARS.search(folded)
    heard = [entity.value for entity in said.meaning.entities if entity.kind == "age" and entity.value.isdecimal()]
    bare = _BARE.search(folded)
    if clear is None and not heard and bare is not None and 1 <= int(bare.group(1)) <= len(AGES):
        # "3" may be the third line of the list or three years of age: a wrong guess would cost urgency.
        number = int(bare.group(1))
        band = band_of(number)
        listed = AGES[number - 1]
        if band == listed.key:
            return Given(band, said.text)
        years = Text(N_("The child is {years} years old"), (("years", str(number)),))
        return Offer((Choice(band or "unknown", years), listed))
    years_found = clear or bare
    number = int(years_found.group(1)) if years_found else int(heard[0][:4]) if heard else -1
    band = band_of(number)
    return Given(band, said.text) if band else None


def place(said: Said) -> Given | Offer | None:
    if not said.text.strip():
        return None
    match = said.match
    if match is None or not match.candidates:
        return Given("words", said.text)  # an unresolved place is kept as it was said
    if match.certain:
        return Given(match.candidates[0].code, said.text)
    choices = tuple(Choice(place.code, place.name) for place in match.candidates[:3])
    return Offer((*choices, Choice("words", N_("None of these"))))


def words(said: Said) -> Given | None:
    return Given("words", said.text) if said.text.strip() else None


def whom(said: Said) -> Given | None:
    found = harmed(said.text)
    return None if found is None else Given("self" if found is Harmed.WRITER else "child", said.text)


def contact(said: Said) -> Given | Offer | None:
    if phone_in(said.text) and not said.passed_on:
        # Only a tap is consent to be called.
        choices = (Choice("call", N_("Yes, call this number")), Choice("write", N_("No, only write to me here")))
        return Offer(choices, WHICH_NUMBER)
    return Given("words", said.text) if len(fold(said.text)) > 3 else None


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
