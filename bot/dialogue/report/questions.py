"""The report as data: each question, what may be tapped, and how a typed answer is read. Never an act, never "why"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialogue.events import Said
from bot.dialogue.heard import reading
from bot.dialogue.heard.choices import (
    ACCESS,
    AGES,
    CONTACT,
    LIKELY,
    RELATIONS,
    ROLES,
    SAFE_HOURS,
    SAFE_TO_WRITE,
    SEXES,
    UNKNOWN,
    WHOM,
    YES_NO_UNKNOWN,
)
from bot.dialogue.heard.words import phone_in
from bot.dialogue.state import Given, Offer
from bot.dialogue.text import Choice
from locales import N_

MAX_QUESTIONS = 6
OTHERS = Choice("others", N_("Somebody else…"))
Answers = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `own_text` is for a child who writes about themself; `spare` ones give way to MAX_QUESTIONS."""

    key: str
    text: str
    own_text: str = ""
    choices: tuple[Choice, ...] = ()
    accepts: frozenset[str] = frozenset({"text"})  # "text", "location"
    optional: bool = True
    likely: int = 0  # so many of the choices are shown at once, and a tap shows the others; 0 shows them all
    spare: bool = False
    when: Callable[[Answers], bool] = lambda answers: True
    # A typed answer that is neither a key, a number nor a label.
    read_words: Callable[[Said], Given | Offer | None] = lambda said: None

    def shown(self) -> tuple[Choice, ...]:
        """The likely choices, and the way to the others."""
        return (*self.choices[: self.likely], OTHERS) if self.likely else self.choices

    def others(self) -> tuple[Choice, ...]:
        """The choices that a tap shows."""
        return self.choices[self.likely :] if self.likely else ()

    def read(self, said: Said, language: str, offered: tuple[Choice, ...] = ()) -> Given | Offer | None:
        """A choice by key, number or label, else what the words mean; None when this is no answer."""
        text = said.text.strip()
        listed = offered or (self.shown() if text.isdecimal() else self.choices)
        chosen = reading.read_choice(text, listed, language)
        if chosen is None and offered == self.others() and not text.isdecimal():  # one of those that are not shown now
            chosen = reading.read_choice(text, self.choices, language)
        # A bare number is a choice's number, unless the question itself is about numbers and reads it otherwise.
        if chosen is not None and not (text.isdecimal() and self.key == "age" and not offered):
            return Given(chosen.key, text, said.ref)
        found = self.read_words(said)
        if isinstance(found, Given):
            return Given(found.value, found.words, said.ref)
        if isinstance(found, Offer):  # what could be several places is clear beside the few that were asked about
            both = [one.key for one in found.choices if one in offered and one.key != "words"]
            return Given(both[0], text, said.ref) if len(both) == 1 else found
        return found


def _asked_who(answers: Answers) -> bool:
    return "who" in answers and answers["who"].value != "nobody"


def _may_be_in_danger(answers: Answers) -> bool:
    return answers.get("danger", Given("unknown", "")).value != "no" and "danger_where" not in answers


# In this order. What was said already is not asked again.
QUESTIONS: tuple[Question, ...] = (
    Question(
        "what",
        N_("What happened? Tell it in your own words; a little is enough."),
        N_("What is happening? Tell it in your own words. A little is enough."),
        read_words=reading.words,
    ),
    # Only where the words did not say it: what is asked after it is asked in the voice that fits.
    Question(
        "whom",
        N_("Are you telling about yourself, or about another child?"),
        choices=WHOM,
        read_words=reading.whom,
    ),
    Question(
        "danger",
        N_("Is the child in danger right now?"),
        N_("Are you in danger right now?"),
        choices=YES_NO_UNKNOWN,
        read_words=reading.in_danger,
    ),
    Question(
        "where",
        N_("Where did it happen? The commune, by its new or old name, and the thôn or buôn if you know."),
        N_("Where did it happen? The commune, by its new or old name, and the thôn or buôn if you know."),
        accepts=frozenset({"text", "location"}),
        read_words=reading.place,
    ),
    Question(
        "child_now",
        N_("Where is the child now?"),
        N_("Where are you now?"),
        choices=(Choice("same", N_("Still there"), ("o do", "o nha", "cho do", "van o do", "tai do")), UNKNOWN),
        accepts=frozenset({"text", "location"}),
        spare=True,
        when=_may_be_in_danger,
        read_words=reading.whereabouts,
    ),
    Question(
        "who",
        N_("Who hurts or frightens the child? What are they to the child?"),
        N_("Who hurts or frightens you? What are they to you?"),
        choices=RELATIONS,
        likely=LIKELY,
        read_words=reading.person,
    ),
    Question(
        "access",
        N_("Is that person near the child?"),
        N_("Is that person near you?"),
        choices=ACCESS,
        when=_asked_who,
        read_words=reading.access,
    ),
    Question(
        "contact",
        N_("May the staff contact you?"),
        N_("May the staff contact you?"),
        choices=CONTACT,
        when=lambda answers: "danger_contact" not in answers,
        read_words=reading.contact,
    ),
    Question(
        "contact_how",
        N_("Which number may they call, and at what hours is it safe for you?"),
        N_("Which number may they call, and at what hours is it safe for you?"),
        when=lambda answers: (
            answers.get("contact", Given("", "")).value == "call" and not phone_in(answers["contact"].words)
        ),
        read_words=reading.no_request,
    ),
    Question(
        "age",
        N_("How old is the child? A guess will do."),
        N_("How old are you?"),
        choices=AGES,
        spare=True,
        read_words=reading.age,
    ),
    Question("role", N_("Who are you to the child?"), choices=ROLES, spare=True, read_words=reading.reporter),
    Question(
        "sex",
        N_("Is the child a girl or a boy?"),
        N_("Are you a girl or a boy?"),
        choices=SEXES,
        spare=True,
        read_words=reading.sex,
    ),
    # Never asked, only taken from what was told, and open to be changed.
    Question("time", N_("When did it happen?"), when=lambda answers: "time" in answers, read_words=reading.words),
    Question(
        "call_hours",
        N_("At which hours may you be called?"),
        when=lambda answers: "call_hours" in answers,
        read_words=reading.words,
    ),
)

# The only two that are asked of someone in danger.
DANGER_QUESTIONS: tuple[Question, ...] = (
    Question(
        "danger_where",
        N_("Where is the child now? Commune, thôn or buôn, or a landmark."),
        N_("Where are you now? Commune, thôn or buôn, or a landmark."),
        accepts=frozenset({"text", "location"}),
        read_words=reading.place,
    ),
    Question(
        "danger_contact",
        N_("May the staff write to you here or call you? If they may call: on which number?"),
        N_("May the staff write to you here or call you? If they may call: on which number?"),
        choices=CONTACT,
        read_words=reading.contact,
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
        read_words=reading.hours,
    ),
    Question(
        "not_to_know",
        N_("Is there anyone who must not know? Staff will try to keep it from them."),
        N_("Whom would you like to keep this from? Staff will try; in danger they tell you before they tell anyone."),
        choices=(Choice("nobody", N_("No, nobody"), ("khong", "khong co ai", "khong ai")), UNKNOWN),
        read_words=reading.no_question,
    ),
    Question(
        "lives",
        N_("Where does the child live? Write the commune or ward."),
        N_("Where do you live? Write the commune or ward."),
        choices=(Choice("same", N_("Where it happened"), ("o do", "cho do", "cung cho", "cung xa", "tai do")), UNKNOWN),
        accepts=frozenset({"text", "location"}),
        read_words=reading.place,
    ),
    *(question for question in QUESTIONS if question.key in ("age", "sex", "role")),
)

BY_KEY = {question.key: question for question in (*QUESTIONS, *DANGER_QUESTIONS, *FOLLOW_UPS)}
