"""Which question comes next, how it is put, and the page to look over: what every question has in common."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Say
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.reading import known_number, of_district
from bot.dialogue.heard.voices import Voice
from bot.dialogue.line import Line
from bot.dialogue.report.draft import answers, asked_text, next_question, overview
from bot.dialogue.report.questions import BY_KEY, Question
from bot.dialogue.state import Offer, Stage, State, Turn
from bot.dialogue.text import Choice, Text
from locales import N_
from nlu import places

MOVES = (
    Choice("skip", N_("Skip"), ("bo qua",)),
    Choice("back", N_("Back"), ("quay lai",)),
    Choice("stop", N_("Stop"), ("dung lai",)),
)
REVIEW = (
    Choice("send", N_("Send the report"), ("gui", "gui di", "gui bao tin", "co", "dong y", "gui nhe")),
    Choice("change", N_("Change an answer"), ("sua", "thay doi", "chinh", "sua lai")),
    Choice("cancel", N_("Stop"), ("huy", "thoi", "dung lai")),
)
HINT = Text(N_("I have noted your words. For this question please tap one of these, or skip it."))
KEPT = Text(N_("I keep your words. My question is still open; you can also skip it."))
READY = Text(N_("Whenever you are ready, answer the question above; you can also skip it."))
OF_THE_OPEN_ONE = frozenset((HINT, KEPT))  # they go with the question under them
CONTACTS = ("contact", "danger_contact")


def put(state: State, stage: Stage, question: Question) -> State:
    """Open one question. A number that was given already is not asked for: only whether it may be called."""
    asked = state.draft.asked
    asked = asked if question.key in asked else (*asked, question.key)
    return state.but(stage, Turn(question.key, told_early(state, question)), replace(state.draft, asked=asked))


def told_early(state: State, question: Question) -> Offer | None:
    """What was told before it is asked for: a former district, whose communes are offered, or a number to call."""
    draft, told = state.draft, answers(state)
    if question.key in told:
        return None
    if question.key in CONTACTS and draft.number:
        return known_number(draft.number)
    if question.key in ("where", "danger_where") and draft.district and "where" not in told:
        return of_district(draft.district, places.communes_of(draft.district))
    return named_by_variant(state, question)


def named_by_variant(state: State, question: Question) -> Offer | None:
    """The commune of the poster by which they came: offered to the same question, and never assumed."""
    arrival = state.person.arrival
    if question.key not in ("where", "danger_where") or arrival is None or arrival.place is None:
        return None
    name = places.name_of(*arrival.place)
    return Offer((Choice(arrival.place[0], name),), asked_text(question, state)) if name is not None else None


def opened(state: State) -> Question:
    """The question that is open."""
    return BY_KEY[state.turn.question]


def show(state: State, line: Line) -> tuple[Say, ...]:
    """The open question, or what was meant by an answer to it, with the ways to answer."""
    question, offer = opened(state), state.turn.offer
    text = offer.text if offer else asked_text(question, state)
    choices = offer.choices if offer else question.shown()
    lines = [text if isinstance(text, Text) else Text(text)]
    if "location" in question.accepts and line.channel.takes_place and text == asked_text(question, state):
        lines.append(Text(N_("You can also send the place.")))
    return (Say(tuple(lines), question.key, (*choices, *_moves(question.key))),)


def _moves(question: str) -> tuple[Choice, ...]:
    """Skip, back and stop; there is no way back out of the two questions asked in danger."""
    return tuple(move for move in MOVES if not (move.key == "back" and question.startswith("danger_")))


def go_on(state: State) -> State:
    """To the next question that is missing, or to the page to look over."""
    question = next_question(state)
    amended = state.stage is Stage.AMENDING and (question is None or question.key != "contact_how")
    if question is None or amended:
        return state.but(Stage.REVIEW)
    return put(state, Stage.AMENDING if state.stage is Stage.AMENDING else Stage.ASKING, question)


def show_review(state: State, line: Line) -> tuple[Say, ...]:
    """All answers, any of them to be changed, to be sent once. What is asked stands last, above the buttons."""
    lines = overview(state)
    if not lines:
        nothing = N_("There is nothing to send yet. Please write in a few words what it is about.")
        return (Say((Text(nothing),), Stage.REVIEW, REVIEW[1:]),)
    check = Text(N_("Is this right? You can still write what is missing."))
    return (Say((*lines, check), Stage.REVIEW, REVIEW),)


NO_FAULT = Text(N_("Thank you for telling me. You did right to speak, and it is not your fault."))


ONLY_A_LITTLE = Text(N_("I ask only a little more; you can skip any question."))


def heard_you(state: State, heard: Heard) -> Say:
    """A kind word after the first telling, before anything is asked, unless it was just said. It promises nothing."""
    if heard.voice is Voice.FAULT:
        return Say((ONLY_A_LITTLE,))
    thanks = (
        NO_FAULT if state.person.about_self else Text(N_("Thank you for telling me. It is right to speak about this."))
    )
    return Say((thanks, ONLY_A_LITTLE))
