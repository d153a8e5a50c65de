"""The one door of the core: step(state, event) gives the next state and what is to be done. Pure, never stuck."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.dialogue import after, confirming, following, language, leaving, opening, reporting, urgent
from bot.dialogue.danger import heard
from bot.dialogue.draft import has_content, minutes_of_quiet, report_of, triaged
from bot.dialogue.information import PREVENTION, TOPICS, help_lines, near, tell
from bot.dialogue.questions import BY_KEY
from bot.dialogue.reading import only_hours, read_choice
from bot.dialogue.screens import CAUTION, CAUTION_IN_TRIAL
from bot.dialogue.understanding import with_meaning
from bot.dialogue.vocabulary import (
    AskedForHelp,
    AskedForLanguage,
    Began,
    Cancelled,
    Chose,
    Effect,
    EraseChat,
    Erased,
    EraseMessage,
    Escalate,
    Event,
    Exited,
    FoundServices,
    Line,
    Located,
    LookUpServices,
    NamedCommune,
    OpenedReply,
    OpenReplies,
    RemindLater,
    ReplyWaits,
    Returned,
    Rushed,
    Said,
    Say,
    Sent,
    Showed,
    Skipped,
    Spoke,
    Stage,
    State,
    Submit,
    Supplement,
    Text,
    WentBack,
    WentQuiet,
    Withdrew,
)
from bot.dialogue.words import act_of, offers_identity
from locales import N_
from nlu.meaning import Meaning

Step = tuple[State, tuple[Effect, ...]]

_ASKS = (Stage.ASKING, Stage.DANGER, Stage.FOLLOWING)  # a question that can be skipped is open
_ADDRESS = 12  # words: more than that is a story, which belongs to the open question
_NUMBER = re.compile(r"\A\W*+\d{1,2}\W*+")
_ASIDES = {"language": language.LANGUAGES, "reply": (after.OPEN,), "topic": TOPICS, "near": ()}


def step(state: State, event: Event, line: Line, now: datetime) -> Step:
    """Take one event. Raises nothing; every state reaches "stop"."""
    first = state.first_message_at is None or state.stage is Stage.AFTER
    if first and isinstance(event, Said | Sent | Located | Spoke | Chose):
        state = replace(state, first_message_at=now)
    if isinstance(event, Said) and event.signals is None:
        event = replace(event, signals=heard(event.text))
    event = _answer_aside(state, event)
    state = replace(state, aside="")
    before = state
    state, effects = _heed(state, event, line)
    if effects and isinstance(effects[-1], Say) and effects[-1].question in _ASIDES:
        state = replace(state, aside=effects[-1].question)
        codes = _communes(state, event) if state.aside == "near" else ()
        effects = (*effects, LookUpServices(codes)) if codes else effects
    if _told_more(before, state) and not any(isinstance(effect, Submit | Escalate) for effect in effects):
        # The case is open already: whatever was told reaches staff now, not when the questions are done.
        more = Supplement(report_of(state)) if state.sent else Submit(report_of(state), triaged(state), unfinished=True)
        effects = (*effects, more)
    if state.sent and state.stage is Stage.AFTER:
        state = replace(state, answers=(), notes=())  # staff have it
    if state.heard_language == "rad" and state.language == "vi" and not state.switch_offered and not _cries(effects):
        state, offer = language.offer_switch(state, line)
        # Behind the numbers, which come first, and before what is asked, which stays last.
        last = max((at for at, one in enumerate(effects) if isinstance(one, Say)), default=0)
        effects = (*effects[:last], *offer, *effects[last:])
    unprompted = isinstance(event, ReplyWaits | WentQuiet)  # a preview on the screen must not tell who reads it
    if (before.about_self or state.about_self) and not unprompted:
        effects = tuple(replace(one, to_child=True) if isinstance(one, Say) else one for one in effects)
    minutes = minutes_of_quiet(state)
    return state, (*effects, RemindLater(minutes)) if minutes else effects


def _cries(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Escalate | EraseChat) for effect in effects)


def _communes(state: State, event: Event) -> tuple[str, ...]:
    """The communes that a message names, or else the one already told of in this report."""
    named = tuple(place.code for place in event.match.candidates) if isinstance(event, Said) and event.match else ()
    return named or ((state.place[0],) if state.place else ())


def _answer_aside(state: State, event: Event) -> Event:
    """What was typed may answer the question that was put last, beside the open one: then it is as a tap on it."""
    if not isinstance(event, Said) or not state.aside:
        return event
    if (
        state.aside == "near"
        and event.match
        and event.match.candidates
        and not event.meaning.is_report
        and not event.signals
    ):
        return NamedCommune(_communes(state, event)) if len(event.text.split()) <= _ADDRESS else event
    choice = read_choice(event.text, _ASIDES[state.aside], state.language)
    return Chose(state.aside, choice.key) if choice is not None else event


def _told_more(before: State, state: State) -> bool:
    if state.case is None or state.case != before.case or not has_content(state):
        return False
    return (before.answers, before.notes) != (state.answers, state.notes)


def _heed(state: State, event: Event, line: Line) -> Step:
    match event:
        case Began(campaign):
            return opening.begin(state, campaign, line)
        case Said():
            state, effects = _said(state, event, line)
            return state, (reporting.not_taken(event.attached), *effects) if event.attached else effects
        case Chose():
            return _chose(state, event, line)
        case Sent() | Located() | Spoke() if state.stage is Stage.START and not state.noticed:
            state, said = opening.begin(state, None, line)
            state, more = _elsewise(state, event, line)
            return state, (*said, *more)
        case ReplyWaits():
            return after.reply_waits(state)
        case NamedCommune(codes):
            return state, (LookUpServices(codes),)
        case FoundServices():
            state, effects = opening.repeat(state, line)
            return state, (near(event), *effects)
        case OpenedReply():
            return after.replies_opened(state, event)
        case Returned():
            state, effects = after.returned(state, event, line)
            return state, (EraseMessage(), *effects)
        case _:
            return _elsewise(state, event, line)


def _elsewise(state: State, event: Event, line: Line) -> Step:
    match event:
        case Sent(kind, _caption):
            return reporting.attachment(state, kind, line)
        case Spoke():
            return reporting.spoke(state, line)
        case Showed():
            return reporting.showed(state, line)
        case Located():
            return reporting.located(state, event, line)
        case Skipped():
            return _skip(state, line)
        case WentBack():
            return _back(state, line)
        case Cancelled():
            return leaving.cancel(state, line)
        case Exited():
            return leaving.exit_now(state)
        case Erased():
            return leaving.erase(state)
        case Withdrew():
            return after.withdrew(state)
        case WentQuiet():
            return leaving.went_quiet(state)
        case AskedForLanguage():
            return state, (language.ask(),)
        case Rushed(text, tell):
            return reporting.rushed(state, text, tell)
        case AskedForHelp():
            said = Say(help_lines())
            state, effects = opening.repeat(state, line)
            return state, (said, *effects)
        case _:
            return state, ()


def _said(state: State, said: Said, line: Line) -> Step:
    if not said.text.strip():
        nothing = Say((Text(N_("I received an empty message. Please write it again, in your own words.")),))
        state, effects = opening.repeat(state, line)
        return state, (nothing, *effects)
    said = _without_guesses(state, said)
    act = _act(state, said)
    if act == "exit":
        return leaving.exit_now(state)
    if (code := language.named(said.text)) is not None:
        return _chose(state, Chose("language", code), line)
    state = with_meaning(state, said)
    heard_here = said.signals or frozenset()
    signals = said.meaning.danger.signals | heard_here
    # Among the questions after the receipt a bare feeling of danger is not enough: "my mother must not know" is one.
    felt = said.meaning.danger.now and (state.stage is not Stage.FOLLOWING or bool(said.meaning.danger.signals))
    if felt or heard_here:
        return urgent.danger(state, said, signals, line)
    if said.edited:
        return reporting.edited(state, said, line)
    match act:
        case "stop":
            return leaving.cancel(state, line)
        case "back" if state.stage in (*_ASKS, Stage.REVIEW):
            return _back(state, line)
        case "skip" if state.stage in _ASKS:
            return _skip(state, line)
        case "thanks" | "greet" if state.stage in (*_ASKS, Stage.CONFIRMING) and state.question != "what":
            return opening.repeat(state, line)
        case "change_language":
            return state, (language.ask(),)
        case "help" if len(said.text) < 40:
            return _elsewise(state, AskedForHelp(), line)
        case _:
            pass
    cautions: tuple[Effect, ...] = ()
    asked_for = state.question in ("contact", "contact_how", "danger_contact")  # then the bot itself has asked for it
    if not state.cautioned and not asked_for and offers_identity(said.text):
        state = replace(state, cautioned=True)
        cautions = (Say((CAUTION if line.operator is not None else CAUTION_IN_TRIAL,)),)
    match state.stage:
        case Stage.START | Stage.QUESTION:
            state, effects = opening.said(state, said, act, line)
        case Stage.ASKING | Stage.DANGER:
            state, effects = reporting.said(state, said, line)
        case Stage.CONFIRMING:
            state, effects = confirming.said(state, said, act, line)
        case Stage.FOLLOWING:
            state, effects = following.said(state, said, line)
        case Stage.REVIEW:
            state, effects = reporting.said_in_review(state, said, act, line)
        case Stage.LEAVING:
            state, effects = leaving.said(state, said, line)
        case Stage.AFTER | Stage.ADDING:
            state, effects = after.said(state, said, act, line)
    return state, (*cautions, *effects)


def _without_guesses(state: State, said: Said) -> Said:
    """Words that are one of the choices offered say no more than a tap on it: the service's guesses are left out."""
    choices = state.offered or (BY_KEY[state.question].choices if state.question in BY_KEY else ())
    hours = state.question == "safe_hours" and only_hours(said.text)
    number = _NUMBER.fullmatch(said.text) is not None  # of a line in a list, or an age: never an act
    if read_choice(said.text, choices, state.language) is None and not hours and not number:
        return said
    return replace(said, meaning=Meaning.unknown)


def _act(state: State, said: Said) -> str | None:
    """The dialogue act of a short message: by the core's own words, else as the service heard it, if it is sure.

    The open question about what happened takes everything longer as an answer.
    """
    own = act_of(said.text)
    if own is not None:
        return own
    meaning = said.meaning
    if meaning.intent is None or meaning.confidence < 0.6 or len(said.text.split()) > 7:
        return None
    if state.stage in _ASKS and meaning.intent not in ("stop", "skip", "back", "help", "change_language"):
        return None
    return meaning.intent


def _skip(state: State, line: Line) -> Step:
    if state.stage is Stage.FOLLOWING:
        return following.chose(state, "skip", line)
    return reporting.skip(state, line)


def _back(state: State, line: Line) -> Step:
    return following.back(state) if state.stage is Stage.FOLLOWING else reporting.back(state, line)


def _chose(state: State, chose: Chose, line: Line) -> Step:
    match (chose.question, chose.choice):
        case ("reply", "open"):
            return state, (OpenReplies(),)
        case ("language", code):
            state, said = language.choose(state, code, line)
            state, effects = opening.repeat(state, line)
            return state, (*said, *effects)
        case ("topic", key) if key in PREVENTION:
            state, effects = opening.repeat(state, line)
            return state, (tell(key, line), *effects)
        case ("safe", "calm") if state.case is not None:
            return urgent.calm(state, line)
        case ("safe", "more") if state.answers and not state.sent and state.stage in (Stage.AFTER, Stage.DANGER):
            return reporting.go_on(state, line)
        case (_, "stop") if state.stage in _ASKS:
            return leaving.cancel(state, line)
        case _:
            pass
    if chose.question != state.question:
        if chose == Chose("review", "send") and state.stage in (Stage.AFTER, Stage.ADDING):
            return state, (Say((Text(N_("Your report has already been sent. It was received once.")),)),)
        old = Say((Text(N_("That button belongs to an earlier question. Nothing was changed.")),))
        state, effects = opening.repeat(state, line)
        return state, (old, *effects)
    match state.stage:
        case Stage.START:
            return opening.chose(state, chose.choice, line)
        case Stage.QUESTION:
            return opening.chose_about_question(state, chose.choice, line)
        case Stage.ASKING | Stage.DANGER:
            return reporting.chose(state, chose.choice, line)
        case Stage.CONFIRMING:
            return confirming.chose(state, chose.choice, line)
        case Stage.FOLLOWING:
            return following.chose(state, chose.choice, line)
        case Stage.REVIEW:
            return reporting.chose_in_review(state, chose.choice, line)
        case Stage.LEAVING:
            return leaving.chose(state, chose.choice, line)
        case Stage.AFTER | Stage.ADDING:
            return after.chose(state, chose.choice, line)
