"""The report as data: each question, what may be tapped, and how a typed answer is read. Never an act, never "why"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialogue.choices import (
    ACCESS,
    AGES,
    CONTACT,
    RELATIONS,
    ROLES,
    SAFE_HOURS,
    SAFE_TO_WRITE,
    SEXES,
    UNKNOWN,
    YES_NO_UNKNOWN,
)
from bot.dialogue.vocabulary import Choice, Given, Said, Text
from bot.dialogue.words import act_of, fold, phone_in
from locales import N_, to_child, translator

MAX_QUESTIONS = 9
Answers = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Offer:
    """A typed answer that could mean several things: ask `text` with these to tap."""

    choices: tuple[Choice, ...]
    text: str = N_("Which one do you mean?")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `own_text` is for a child who writes about themself; `spare` ones give way to MAX_QUESTIONS."""

    key: str
    text: str
    own_text: str = ""
    choices: tuple[Choice, ...] = ()
    accepts: frozenset[str] = frozenset({"text"})  # "text", "location"
    optional: bool = True
    spare: bool = False
    when: Callable[[Answers], bool] = lambda answers: True
    # A typed answer that is neither a key, a number nor a label.
    read_words: Callable[[Said], Given | Offer | None] = lambda said: None

    def read(self, said: Said, language: str, offered: tuple[Choice, ...] = ()) -> Given | Offer | None:
        """A choice by key, number or label, else what the words mean; None when this is no answer."""
        text = said.text.strip()
        chosen = read_choice(text, offered or self.choices, language)
        # A bare number is a choice's number, unless the question itself is about numbers and reads it otherwise.
        if chosen is not None and not (text.isdecimal() and self.key == "age" and not offered):
            return Given(chosen.key, text, said.ref)
        found = self.read_words(said)
        if isinstance(found, Given):
            return Given(found.value, found.words, said.ref)
        return found


_KEYS_OF_ACTS = {"affirm": ("yes",), "deny": ("no", "nobody"), "dont_know": ("unknown",)}


def read_choice(text: str, choices: tuple[Choice, ...], language: str) -> Choice | None:
    """The choice meant by its key, its number from 1, its label in `language`, or one of its words."""
    folded = fold(text)
    if not folded:
        return None
    written = unicodedata.normalize("NFC", text).casefold().strip(" .,!?")
    for choice in choices:
        if not written.isascii() and written in choice.words:
            return choice  # "bà" is not "ba": where the marks decide, they are written in `words`
    if folded.isdecimal() and 1 <= int(folded[:4]) <= len(choices):
        return choices[int(folded) - 1]
    voices = translator(language), translator(to_child(language))
    for choice in choices:
        label = choice.label if isinstance(choice.label, str) else choice.label.msgid
        if folded in (fold(choice.key), *(fold(voice(label)) for voice in voices)) or folded in choice.words:
            return choice
    act = act_of(text)
    for choice in choices:
        if act is not None and choice.key in _KEYS_OF_ACTS.get(act, ()):
            return choice
    return None


_FIVE = re.compile(r"năm|\d+\s*nam\b")
_YEARS = re.compile(r"(?<!\d)(\d{1,2})\s*(?:tuoi|t\b|years?)")
_MONTHS = re.compile(r"(?<!\d)\d{1,2}\s*thang|so sinh|moi sinh|moi de")
_SPAN = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*(?:giờ|gio|h|g|:)\s*(\d{2})?)?\s*(?:-|–|đến|den|tới)\s*"
    r"(\d{1,2})(?:\s*(?:giờ|gio|h|g|:)\s*(?:\d{2})?)?(?!\d)(\s*(?:giờ\s*)?(?:tối|toi|chiều|chieu))?"
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


def _age(said: Said) -> Given | Offer | None:
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
    number = int(years_found.group(1)) if years_found else int(heard[0]) if heard else -1
    band = band_of(number)
    return Given(band, said.text) if band else None


def _where(said: Said) -> Given | Offer | None:
    if not said.text.strip():
        return None
    match = said.match
    if match is None or not match.candidates:
        return Given("words", said.text)  # an unresolved place is kept as it was said
    if match.certain:
        return Given(match.candidates[0].code, said.text)
    choices = tuple(Choice(place.code, place.name) for place in match.candidates[:3])
    return Offer((*choices, Choice("words", N_("None of these"))))


def _words(said: Said) -> Given | None:
    return Given("words", said.text) if said.text.strip() else None


def _contact(said: Said) -> Given | Offer | None:
    if phone_in(said.text):
        # Only a tap is consent to be called.
        choices = (Choice("call", N_("Yes, call this number")), Choice("write", N_("No, only write to me here")))
        return Offer(choices, N_("May the staff call this number?"))
    return Given("words", said.text) if len(fold(said.text)) > 3 else None


def _sex(said: Said) -> Given | None:
    # "năm" is five, and "5 nam" years: only the bare word means a boy.
    folded = f" {fold(_FIVE.sub(' ', unicodedata.normalize('NFC', said.text).casefold()))} "
    girl = any(f" {word} " in folded for word in ("be gai", "con gai", "nu", "chau gai", "gai"))
    boy = any(f" {word} " in folded for word in ("be trai", "con trai", "nam", "chau trai", "trai"))
    return Given("girl" if girl else "boy", said.text) if girl != boy else None


def _hours(said: Said) -> Given | None:
    """Full hours that are surely safe, "19-21,12-13"; words that name none are "unknown": then nothing is sent."""
    text = unicodedata.normalize("NFC", said.text).casefold()
    if not text.strip():
        return None
    spans = []
    for first, past, last, day in _SPAN.findall(text):
        start, end = int(first) + bool(past and int(past)), int(last)
        if day and end < 12:
            start, end = start + 12, end + 12
        if 0 <= start < end <= 24:
            spans.append(f"{start:02d}-{end:02d}")
    return Given(",".join(spans) or "unknown", said.text)


def only_hours(text: str) -> bool:
    """Whether a text names hours and says nothing else."""
    written = unicodedata.normalize("NFC", text).casefold()
    rest = fold(_SPAN.sub(" ", written)).split()
    return rest != fold(written).split() and not set(rest) - _BESIDE_HOURS


def _asked_who(answers: Answers) -> bool:
    return "who" in answers and answers["who"].value != "nobody"


def _may_be_in_danger(answers: Answers) -> bool:
    return answers.get("danger", Given("unknown", "")).value != "no" and "danger_where" not in answers


# In this order. What was said already is not asked again.
QUESTIONS: tuple[Question, ...] = (
    Question(
        "what",
        N_("What happened? Please tell it in your own words, as much or as little as you like."),
        N_("What is happening? Tell it in your own words. A little is enough."),
        read_words=_words,
    ),
    Question(
        "danger",
        N_("Is the child in danger right now?"),
        N_("Are you in danger right now?"),
        choices=YES_NO_UNKNOWN,
    ),
    Question(
        "where",
        N_("Where did it happen? Write the commune or ward, by its new or old name, and the thôn or buôn if you know."),
        N_("Where did it happen? Write the commune or ward, by its new or old name, and the thôn or buôn if you know."),
        accepts=frozenset({"text", "location"}),
        read_words=_where,
    ),
    Question(
        "child_now",
        N_("Where is the child now, if not there?"),
        N_("Where are you now, if not there?"),
        choices=(Choice("same", N_("At that place"), ("o do", "o nha", "cho do", "van o do", "tai do")), UNKNOWN),
        accepts=frozenset({"text", "location"}),
        when=_may_be_in_danger,
        read_words=_words,
    ),
    Question(
        "who",
        N_("Is there a person who makes the child feel unsafe? Who is that person to the child?"),
        N_("Is there a person who makes you feel unsafe? Who is that person to you?"),
        choices=RELATIONS,
    ),
    Question(
        "access",
        N_("Can that person get to the child now?"),
        N_("Can that person get to you now?"),
        choices=ACCESS,
        when=_asked_who,
    ),
    Question(
        "contact",
        N_("May the staff contact you?"),
        N_("May the staff contact you?"),
        choices=CONTACT,
        when=lambda answers: "danger_contact" not in answers,
        read_words=_contact,
    ),
    Question(
        "contact_how",
        N_("Which number may they call, and at what hours is it safe for you?"),
        N_("Which number may they call, and at what hours is it safe for you?"),
        when=lambda answers: (
            answers.get("contact", Given("", "")).value == "call" and not phone_in(answers["contact"].words)
        ),
        read_words=_words,
    ),
    Question("age", N_("How old is the child?"), N_("How old are you?"), choices=AGES, read_words=_age),
    Question("role", N_("Who are you to the child?"), choices=ROLES, spare=True),
    Question(
        "sex",
        N_("Is the child a girl or a boy?"),
        N_("Are you a girl or a boy?"),
        choices=SEXES,
        spare=True,
        read_words=_sex,
    ),
    # Never asked, only taken from what was told, and open to be changed.
    Question("time", N_("When did it happen?"), when=lambda answers: "time" in answers, read_words=_words),
)

# The only two that are asked of someone in danger.
DANGER_QUESTIONS: tuple[Question, ...] = (
    Question(
        "danger_where",
        N_(
            "Where is the child now? Commune, thôn or buôn, or a landmark. If you are there, you can send the location."
        ),
        N_("Where are you now? Commune, thôn or buôn, or a landmark. You can also send your location."),
        accepts=frozenset({"text", "location"}),
        read_words=_where,
    ),
    Question(
        "danger_contact",
        N_("May the staff write to you here or call you? If they may call: on which number?"),
        N_("May the staff write to you here or call you? If they may call: on which number?"),
        choices=CONTACT,
        read_words=_contact,
    ),
)

# Offered after the receipt: nobody has to answer them for the report to go.
FOLLOW_UPS: tuple[Question, ...] = (
    Question(
        "safe_to_write",
        N_("Is it safe for you to get messages here?"),
        choices=SAFE_TO_WRITE,
    ),
    Question(
        "safe_hours",
        N_("At which hours is it safe? You can also write it, such as: 19 to 21."),
        choices=SAFE_HOURS,
        when=lambda answers: "safe_to_write" in answers and answers["safe_to_write"].value == "hours",
        read_words=_hours,
    ),
    Question(
        "not_to_know",
        N_("Is there anyone who must NOT know about this? Staff will take care of that."),
        choices=(Choice("nobody", N_("No, nobody"), ("khong", "khong co ai", "khong ai")), UNKNOWN),
        read_words=_words,
    ),
    Question(
        "lives",
        N_("Where does the child live? Write the commune or ward."),
        N_("Where do you live? Write the commune or ward."),
        choices=(Choice("same", N_("Where it happened"), ("o do", "cho do", "cung cho", "cung xa", "tai do")), UNKNOWN),
        accepts=frozenset({"text", "location"}),
        read_words=_where,
    ),
)

BY_KEY = {question.key: question for question in (*QUESTIONS, *DANGER_QUESTIONS, *FOLLOW_UPS)}
