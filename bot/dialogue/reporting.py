"""Hearing the answers of a report: tapped, typed, skipped, taken back, edited, or not understood."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking, confirming, leaving, opening, sending, urgent
from bot.dialogue.draft import NAMES, answers, overview, report_of, still_answered, triaged, unheard, with_answer
from bot.dialogue.information import answer
from bot.dialogue.questions import BY_KEY, QUESTIONS, Question
from bot.dialogue.reading import Offer, read_choice
from bot.dialogue.screens import receipt
from bot.dialogue.understanding import with_what_was_told
from bot.dialogue.vocabulary import (
    Agree,
    Choice,
    Effect,
    Given,
    KeepPicture,
    KeepRecording,
    Line,
    Located,
    Relay,
    Said,
    Say,
    Stage,
    State,
    Submit,
    Text,
)
from locales import N_, translator
from nlu.meaning import QUESTION_INTENTS

Step = tuple[State, tuple[Effect, ...]]

_NOT_TAKEN = {
    "voice": N_(
        "I could not take in your recording. Please send a shorter one, write a few words, or call 111 and speak."
    ),
    "picture": N_(
        "I do not take in pictures or videos. Please keep it, do not send it to anyone. "
        "You can write here what it is about."
    ),
    "broken_picture": N_(
        "I could not read this picture. Please send it once more as a photo (JPEG or PNG, at most 10 MB), "
        "and to nobody else."
    ),
    "file": N_(
        "I do not take in files. Please keep it, do not send it to anyone. You can write here what it is about."
    ),
}
_MOST_NOTES = 40
_ONLY_WORDS = N_("I can only read words. Please write it in a few words, or tap a button.")


def said(state: State, said: Said, line: Line) -> Step:
    """An answer in words to the open question."""
    question = BY_KEY[state.question]
    move = asking.move_in(state, said.text)
    if move is not None:
        return chose(state, move, line)
    found = question.read(said, state.language, state.offered)
    if _asks_in_between(question, said, found):
        told, answered = answer(said.meaning.intent or "", line, said.text)
        if not answered:  # a person should get it: it goes along with the report
            state = replace(state, notes=(*state.notes, said.text))
        return state, (told,) if told.question else (told, asking.ask_again(state))
    if isinstance(found, Offer):
        kept = with_answer(state, question.key, Given("words", said.text, said.ref))
        return asking.offer(replace(kept, tries=state.tries), found)
    if found is None:
        # What is no answer may be a story: it is kept for staff.
        state = replace(state, notes=(*state.notes, said.text))
        if state.tries < 1:
            return asking.once_more(state)
        state = replace(state, tries=0)
        return _moved_on(state, line, Say((Text(N_("That is all right, I keep your words. Let us go on.")),)))
    old = answers(state).get(question.key)
    if state.offered and old is not None:
        # "1" settles what was asked about and keeps its words; other words are said on top of them.
        settled = read_choice(said.text, state.offered, state.language) is not None
        found = replace(found, words=old.words if settled else f"{old.words} / {found.words}")
    if question.key == "what" and state.stage is Stage.ASKING:
        state = with_what_was_told(with_answer(state, "what", found), said)
        if state.case is None:
            return confirming.confirm(replace(state, tries=0, offered=()), line, asking.heard_you(state))
    return _answered(state, question, found, line)


def _asks_in_between(question: Question, said: Said, found: Given | Offer | None) -> bool:
    """A question put to the bot where it had asked one. Where any words are an answer, it must be a short, sure one."""
    if said.meaning.intent not in QUESTION_INTENTS:
        return False
    if found is None:
        return said.meaning.confidence >= 0.6
    only_words = isinstance(found, Given) and found.value == "words"
    return only_words and said.meaning.confidence >= 0.75 and len(said.text.split()) <= 12


def chose(state: State, choice: str, line: Line) -> Step:
    """A tap on one of the open question's buttons."""
    question = BY_KEY[state.question]
    match choice:
        case "skip":
            return skip(state, line)
        case "back":
            return back(state, line)
        case "stop":
            return leaving.cancel(state, line)
        case _:
            pass
    for known in (*state.offered, *question.choices):
        if known.key == choice:
            # A place that was tapped keeps the words that were typed for it: they hold the thôn or buôn.
            old = answers(state).get(question.key)
            words = old.words if old is not None and state.offered else known.key
            return _answered(state, question, Given(choice, words), line)
    return state, (asking.ask_again(state),)


def _answered(state: State, question: Question, given: Given, line: Line) -> Step:
    before = answers(state).get(question.key)
    state = replace(with_answer(state, question.key, given), tries=0, offered=())
    if question.key == "role" and given.value == "child":
        state = replace(state, about_self=True)
    effects: list[Effect] = []
    if question.key in ("contact", "danger_contact"):
        if given.value == "call":
            effects.append(Agree("call_back"))
        elif before is not None and before.value == "call":
            effects.append(Agree("call_back", given=False))
    if question.key == "danger" and given.value == "yes":
        return urgent.answered_yes(state, line)
    return _moved_on(state, line, *effects)


def _moved_on(state: State, line: Line, *first: Effect) -> Step:
    if state.stage is Stage.DANGER:
        return urgent.moved_on(state, line, *first)
    if state.case is not None:
        # The case is open already: staff see each answer as it comes.
        first = (*first, Submit(report_of(state), triaged(state), unfinished=True))
    return asking.go_on(state, line, *first)


def skip(state: State, line: Line) -> Step:
    if state.stage not in (Stage.ASKING, Stage.DANGER):
        return opening.repeat(state, line)
    state = replace(state, offered=(), tries=0)
    return _moved_on(state, line)


def back(state: State, line: Line) -> Step:
    """To the question before; at the first one, to where the report began."""
    if state.stage is Stage.DANGER:
        return state, (asking.ask_again(state),)
    if state.stage not in (Stage.ASKING, Stage.REVIEW) or not state.asked:
        return opening.repeat(state, line)
    asked = tuple(key for key in state.asked if not key.startswith("danger_"))
    if asked and state.stage is Stage.ASKING and asked[-1] == state.question:
        asked = asked[:-1]
    if not asked:
        first = Say((Text(N_("This is the first question.")),))
        return state, (first, asking.ask_again(state))
    state = replace(state, stage=Stage.ASKING, asked=asked, returning_to="")
    state, say = asking.put(state, BY_KEY[asked[-1]])
    return state, (say,)


def go_on(state: State, line: Line) -> Step:
    """ "Tell more" after the danger path: the rest is asked now."""
    return asking.go_on(replace(state, stage=Stage.ASKING), line)


def edited(state: State, said: Said, line: Line) -> Step:
    """A message was edited: before sending it changes the answer it gave, afterwards it is added."""
    for key, given in state.answers:
        if given.ref is not None and given.ref == said.ref and state.case is None:
            found = BY_KEY[key].read(said, state.language)
            new = found if isinstance(found, Given) else Given("words", said.text, said.ref)
            state = with_answer(state, key, new)
            changed = Say((Text(N_("I have changed your answer: {name}."), (("name", Text(NAMES[key])),)),))
            if key == "what" and state.stage in (Stage.ASKING, Stage.CONFIRMING):
                state = replace(with_what_was_told(state, said), asked=still_answered(state), tries=0, offered=())
                return confirming.confirm(state, line, changed)
            state, effects = opening.repeat(state, line)
            return state, (changed, *effects)
    if state.case is not None:
        return state, (Relay(said.text), Say((Text(N_("I have added the changed message to your report.")),)))
    state = replace(state, notes=(*state.notes, said.text))
    state, effects = opening.repeat(state, line)
    return state, (Say((Text(N_("I keep the changed message with your report.")),)), *effects)


def rushed(state: State, text: str, tell: bool) -> Step:
    """One of very many messages in a short time: its words are kept, and the person hears that once."""
    slow = Say((Text(N_("Many messages came at once. I keep them all; please write a little slower.")),))
    said: tuple[Effect, ...] = (slow,) if tell else ()
    if state.case is not None:
        return state, (Relay(text), *said)
    state = replace(state, notes=(*state.notes, text))
    if len(state.notes) < _MOST_NOTES:
        return state, said
    # A draft does not grow without end: a person gets it as it is.
    return replace(state, notes=()), (Submit(report_of(state), triaged(state), unfinished=True), *said)


def attachment(state: State, kind: str, line: Line) -> Step:
    """Nothing is downloaded; the person hears why and what to do, and staff see that something was sent."""
    told = not_taken(kind)
    effects: tuple[Effect, ...] = (told,)
    if kind in _NOT_TAKEN and state.case is not None:
        effects = (Relay(f"sent_{kind}", remark=True), told)
    state, again = opening.repeat(state, line)
    return state, (*effects, *again)


def spoke(state: State, line: Line) -> Step:
    """A recording goes to staff at once: until a person has listened, nobody knows how urgent it is."""
    kept = N_("I have kept your recording. A person will listen to it; no machine writes it down.")
    kept_in_trial = N_("I have kept your recording. In this trial nobody listens to it: call 111 to be heard.")
    told = Say((Text(kept if line.operator is not None else kept_in_trial),))
    if state.case is not None:
        state, again = opening.repeat(state, line)
        return state, (KeepRecording(), told, *again)
    begins = state.stage in (Stage.START, Stage.QUESTION) or (state.stage is Stage.ASKING and state.question == "what")
    if begins:
        label = translator(state.language)(N_("recorded by voice"))
        state = with_answer(replace(state, stage=Stage.ASKING), "what", Given("voice", label))
    triage = unheard(state)
    state = replace(state, code_given=True)
    first = (Submit(report_of(state), triage, unfinished=True), KeepRecording(), told, receipt(line, triage.level))
    if begins:
        return asking.go_on(state, line, *first)
    state, again = opening.repeat(state, line)
    return state, (*first, *again)


def showed(state: State, line: Line) -> Step:
    """A picture that staff allowed on a case of this chat."""
    kept = N_("The staff have the picture. What was hidden in it, such as place and time, has been taken out.")
    state, again = opening.repeat(state, line)
    return state, (KeepPicture(), Say((Text(kept), Text(N_("Please send it to nobody else.")))), *again)


def not_taken(kind: str) -> Say:
    """Why this kind of thing is not taken in, and what to do instead."""
    return Say((Text(_NOT_TAKEN.get(kind, _ONLY_WORDS)),))


def located(state: State, event: Located, line: Line) -> Step:
    """A shared location answers a question about a place; anywhere else it is kept for staff."""
    words = f"{event.latitude:.5f}, {event.longitude:.5f}"
    if state.stage in (Stage.ASKING, Stage.DANGER) and "location" in BY_KEY[state.question].accepts:
        return _answered(state, BY_KEY[state.question], Given("location", words), line)
    if state.case is not None:
        return state, (Relay(words), Say((Text(N_("I have added the place to your report.")),)))
    state = replace(state, notes=(*state.notes, words))
    state, again = opening.repeat(state, line)
    return state, (Say((Text(N_("I keep the place with your report.")),)), *again)


def said_in_review(state: State, said: Said, act: str | None, line: Line) -> Step:
    """Words on the page before sending: a choice, or something more to send along."""
    choices = asking.REVIEW if state.question == "review" else _changeable(state)
    choice = read_choice(said.text, choices, state.language)
    if choice is None and act == "affirm" and state.question == "review":
        choice = asking.REVIEW[0]
    if choice is not None:
        return chose_in_review(state, choice.key, line)
    state = replace(state, notes=(*state.notes, said.text))
    added = Say((Text(N_("I have put that in.")),))
    return asking.to_review(state, added)


def chose_in_review(state: State, choice: str, line: Line) -> Step:
    if state.question == "change":
        if choice in BY_KEY:
            state = replace(state, stage=Stage.ASKING, returning_to=Stage.REVIEW)
            state, say = asking.put(state, BY_KEY[choice])
            return state, (say,)
        return asking.to_review(state)
    match choice:
        case "send" if overview(state):
            return sending.send(state, line)
        case "change":
            state = replace(state, question="change")
            return state, (Say((Text(N_("Which one would you like to change?")),), "change", _changeable(state)),)
        case "cancel":
            return leaving.cancel(state, line)
        case _:
            return asking.to_review(state)


def _changeable(state: State) -> tuple[Choice, ...]:
    told = answers(state)
    asked = [question for question in QUESTIONS if question.when(told)]
    return tuple(Choice(question.key, NAMES[question.key]) for question in asked)
