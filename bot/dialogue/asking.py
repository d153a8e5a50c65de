"""Putting the next question, offering what was meant, looking over: what every question of a report has in common."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.draft import asked_text, next_question, overview, voiced
from bot.dialogue.questions import BY_KEY, Question
from bot.dialogue.reading import Offer, read_choice
from bot.dialogue.vocabulary import Choice, Effect, Line, Say, Stage, State, Text
from locales import N_

Step = tuple[State, tuple[Effect, ...]]

MOVES = (
    Choice("skip", N_("Skip"), ("bo qua",)),
    Choice("back", N_("Back"), ("quay lai",)),
    Choice("stop", N_("Stop"), ("dung lai",)),
)
REVIEW = (
    Choice("send", N_("Send"), ("gui", "gui di", "gui bao tin", "co", "dong y", "gui nhe")),
    Choice("change", N_("Change an answer"), ("sua", "thay doi", "chinh", "sua lai")),
    Choice("cancel", N_("Stop"), ("huy", "thoi", "dung lai")),
)


def put(state: State, question: Question) -> tuple[State, Say]:
    """Open one question."""
    asked = state.asked if question.key in state.asked else (*state.asked, question.key)
    state = replace(state, question=question.key, asked=asked, tries=0, offered=())
    return state, _say(state, question)


def ask_again(state: State) -> Say:
    """The open question once more, in the same words."""
    return _say(state, BY_KEY[state.question])


def _say(state: State, question: Question, *before: Text) -> Say:
    return Say((*before, Text(asked_text(question, state))), question.key, (*question.choices, *moves(question.key)))


def moves(question: str) -> tuple[Choice, ...]:
    """Skip, back and stop; there is no way back out of the two questions asked in danger."""
    return tuple(move for move in MOVES if not (move.key == "back" and question.startswith("danger_")))


def move_in(state: State, text: str) -> str | None:
    """ "skip", "back" or "stop", when the text names one by its label or by the number under which it stood."""
    choices = (*(state.offered or BY_KEY[state.question].choices), *moves(state.question))
    if text.strip().isdecimal() and state.question == "age" and not state.offered:
        return None  # a number is an age there
    chosen = read_choice(text, choices, state.language)
    return chosen.key if chosen in MOVES and chosen is not None else None


def offer(state: State, offer: Offer) -> Step:
    """What was typed could mean several things: let the person tap the right one."""
    say = Say((Text(offer.text),), state.question, (*offer.choices, *moves(state.question)))
    return replace(state, offered=offer.choices), (say,)


def once_more(state: State) -> Step:
    """The first failed try: kind, and shows the ways to answer."""
    question = BY_KEY[state.question]
    hint = N_("Sorry, I did not understand. You can tap one of these, write its number, or skip.")
    return replace(state, tries=state.tries + 1), (_say(state, question, Text(hint)),)


def go_on(state: State, line: Line, *first: Effect) -> Step:
    """The next question that is missing, or the page to look over."""
    if state.returning_to == Stage.REVIEW and not _follow_up(state):
        return to_review(replace(state, returning_to=""), *first)
    question = next_question(state)
    if question is None:
        return to_review(state, *first)
    state, say = put(replace(state, stage=Stage.ASKING), question)
    return state, (*first, say)


def _follow_up(state: State) -> bool:
    question = next_question(state)
    return question is not None and question.key == "contact_how"


def to_review(state: State, *first: Effect) -> Step:
    state = replace(state, stage=Stage.REVIEW, question="review", offered=(), tries=0)
    return state, (*first, review(state))


def review(state: State) -> Say:
    """All answers, any of them to be changed, to be sent once."""
    lines = overview(state)
    if not lines:
        nothing = N_("There is nothing to send yet. Please write in a few words what it is about.")
        return Say((Text(nothing),), "review", REVIEW[1:])
    return Say(
        (Text(N_("This is what I will send. Is it right?")), *lines, Text(N_("You can also write what is missing."))),
        "review",
        REVIEW,
    )


def heard_you(state: State) -> Say:
    """A kind word after the first telling, before anything is asked. It promises nothing."""
    thanks = voiced(
        state,
        N_("Thank you for telling me. It is right to speak about this."),
        N_("Thank you for telling me. You did right to speak, and it is not your fault."),
    )
    return Say((thanks, Text(N_("I ask only what is still missing. You can skip any question."))))
