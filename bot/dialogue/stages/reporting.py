"""Hearing the answers to a report's questions, before the receipt, in danger and after it: tapped, typed or skipped."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Agree, Effect, KeepSafeHours, Say, Submit
from bot.dialogue.heard import kinds
from bot.dialogue.heard.message import A_FEW_WORDS, SURE_BESIDE_AN_ANSWER, SURE_OF_AN_ACT, Heard
from bot.dialogue.heard.telling import says_something, tells
from bot.dialogue.heard.worries import bids_silence
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking
from bot.dialogue.report.draft import PLACES, answers, asked_text, report_of, triaged, with_answer, with_note
from bot.dialogue.report.questions import BY_KEY, OTHERS, Question
from bot.dialogue.report.understanding import with_what_was_told
from bot.dialogue.report.whom import about, with_whom
from bot.dialogue.said.information import answer, just_told
from bot.dialogue.stages import confirming, following, leaving, urgent
from bot.dialogue.state import ASKS, Given, Offer, Stage, State, Turn
from bot.dialogue.text import Text
from handlers.contact import NEVER
from locales import N_
from nlu.meaning import QUESTION_INTENTS


def said(state: State, heard: Heard, line: Line) -> Next:
    """An answer in words to the open question."""
    question, turn = asking.opened(state), state.turn
    if heard.choice is not None and heard.choice in (*asking.MOVES, OTHERS):
        return chose(state, heard.choice.key, line)
    offered = turn.offer.choices if turn.offer else ()
    before = _asked_about(state) if offered else ""
    found = question.read(heard.said, state.person.language, offered)
    if _asks_in_between(heard, found):
        told, answered = answer(heard.meaning.intent or "", line, heard.text)
        if question.key == "what" and isinstance(found, Given) and tells(heard.said):
            return _told_what(_asked_nothing(state), found, heard, line).after(just_told(told))
        state = state if answered else with_note(state, heard.text)  # a person gets it: it goes with the report
        return _stays_open(state, told)
    if heard.voice is not None and question.key not in ("what", "not_to_know") and _says_no_more(heard, found):
        return _stays_open(with_note(state, heard.text))
    if isinstance(found, Offer) and found == turn.offer:  # asked about once: only a tap is consent
        return moved_on(with_note(state, heard.text), line)
    if isinstance(found, Offer):
        words = f"{before} / {heard.text}" if before else heard.text
        kept = with_answer(state, question.key, Given("words", words, heard.said.ref))
        return then(kept.but(replace(turn, offer=found)))
    if found is None:
        return _not_understood(state, heard, line)
    if before:
        # "1" settles what was asked about and keeps its words; other words are said on top of them.
        found = replace(found, words=before if heard.choice in offered else f"{before} / {found.words}")
    if question.key == "what" and state.stage in (Stage.ASKING, Stage.AMENDING):
        return _told_what(state, found, heard, line)
    return answered_with(state, found, line)


def _told_what(state: State, found: Given, heard: Heard, line: Line) -> Next:
    """The story itself: what it fills in is said back, where no case is open yet."""
    state = with_what_was_told(with_answer(with_whom(state, heard.text), "what", found), heard.said)
    if state.case.id is None:
        return confirming.confirm(state, asking.heard_you(state, heard))
    return answered_with(state, found, line)


def _asked_nothing(state: State) -> State:
    """A question that tells is a report: that it was put as a question is not what the report is about."""
    intent = state.draft.intent
    return state.but(replace(state.draft, intent=None if intent in QUESTION_INTENTS else intent))


def _asks_in_between(heard: Heard, found: Given | Offer | None) -> bool:
    """A question put to the bot where it had asked one. Where any words are an answer, it must be a short, sure one."""
    if found is None:
        return heard.asks(SURE_OF_AN_ACT)
    only_words = isinstance(found, Given) and found.value == "words" and not bids_silence(heard.text)
    return only_words and heard.asks(SURE_BESIDE_AN_ANSWER) and len(heard.text.split()) <= A_FEW_WORDS


def _says_no_more(heard: Heard, found: Given | Offer | None) -> bool:
    """Whether what somebody worries about is all of a message: no answer that was made out stands beside it."""
    made_out = found is not None and not (isinstance(found, Given) and found.value == "words")
    return not made_out and len(heard.text.split()) <= A_FEW_WORDS


def _stays_open(state: State, *told: Say) -> Next:
    """The bot has answered; its open question is put again in full once, and not behind every answer."""
    again = state.turn.between > 0
    state = state.but(replace(state.turn, between=state.turn.between + 1))
    if told and told[-1].question:
        return only(state, *told)
    return only(state, *told, Say((asking.READY,))) if again else then(state, *told)


def _not_understood(state: State, heard: Heard, line: Line) -> Next:
    """What is no answer is kept for staff and asked once more, kindly; who does not know is not asked again."""
    state = with_note(state, heard.text)
    if state.turn.tries < 1 and not (heard.act == "dont_know" or kinds.does_not_know(heard.text)):
        hint = asking.KEPT if kinds.is_beside(heard.text) or says_something(heard.text) else asking.HINT
        return Next(state.but(replace(state.turn, tries=state.turn.tries + 1, between=0)), above=(hint,))
    kept = Say((Text(N_("That is all right, I keep your words. Let us go on.")),))
    return moved_on(state, line, kept)


def chose(state: State, choice: str, line: Line) -> Next:
    """A tap on one of the open question's buttons."""
    question, offer = asking.opened(state), state.turn.offer
    match choice:
        case "skip":
            return skip(state, line)
        case "back":
            return back(state)
        case "stop":
            return leaving.cancel(state, line)
        case OTHERS.key if question.likely:
            rest = Offer(question.others(), asked_text(question, state))
            return then(state.but(replace(state.turn, offer=rest)))
        case _:
            pass
    if any(known.key == choice for known in (*(offer.choices if offer else ()), *question.choices)):
        # A place that was tapped keeps the words that were typed for it: they hold the thôn or buôn.
        return answered_with(state, Given(choice, (_asked_about(state) if offer else "") or choice), line)
    return then(state)


def _asked_about(state: State) -> str:
    """The words whose meaning is asked about: typed for this question, or told before it was put."""
    key, draft, offer = state.turn.question, state.draft, state.turn.offer
    if offer is not None and offer.choices == BY_KEY[key].others():
        return ""  # only the others are shown
    old = answers(state).get(key)
    if old is not None:
        return old.words
    return draft.number if key in asking.CONTACTS else draft.district if key in PLACES else ""


def answered_with(state: State, given: Given, line: Line) -> Next:
    """The open question has an answer: what it brings about at once, and on."""
    question = asking.opened(state)
    before = answers(state).get(question.key)
    state = with_answer(state, question.key, given)
    if question.key == "danger" and given.value == "yes":
        return urgent.answered_yes(state, line)
    told_of_self = (question.key, given.value) in (("role", "child"), ("whom", "self"))
    told_of_another = question.key == "role" and state.person.about_self and given.value != "unsaid"
    if question.key == "whom" or told_of_self or told_of_another:
        state = about(state, to_self=told_of_self)
    if question.key == "role" and state.stage is Stage.FOLLOWING:  # it holds for the next report too
        own = tuple((key, known) for key, known in state.person.answers if key != "role")
        state = state.but(replace(state.person, answers=(*own, ("role", Given(given.value, "")))))
    answer = moved_on(
        state,
        line,
        *_consent(question, before, given),
        *following.brings(question.key, given),
        *_lifted(state, question, given),
    )
    return replace(answer, above=(asking.NO_FAULT,)) if question.key == "whom" and told_of_self else answer


def _consent(question: Question, before: Given | None, given: Given) -> tuple[Effect, ...]:
    if question.key not in ("contact", "danger_contact"):
        return ()
    if given.value == "call":
        return (Agree("call_back"),)
    return (Agree("call_back", given=False),) if before is not None and before.value == "call" else ()


def _lifted(state: State, question: Question, given: Given) -> tuple[Effect, ...]:
    """Whoever refused to be written to and now says "write" or "call" here has lifted it."""
    asked = question.key in ("contact", "danger_contact") and given.value in ("write", "call")
    return (KeepSafeHours(""),) if asked and state.person.hours == NEVER else ()


def moved_on(state: State, line: Line, *first: Effect) -> Next:
    """The open question is done with, answered or not."""
    state = state.but(Turn(state.turn.question))
    if state.stage is Stage.DANGER:
        return urgent.moved_on(state, line, *first)
    if state.stage is Stage.FOLLOWING:
        return following.go_on(state, line, *first)
    if state.case.id is not None:
        # The case is open already: staff see each answer as it comes.
        first = (*first, Submit(report_of(state), triaged(state), unfinished=True))
    return then(asking.go_on(state), *first)


def skip(state: State, line: Line) -> Next:
    return moved_on(state, line) if state.stage in ASKS else then(state)


def back(state: State) -> Next:
    """To the question before; at the first one it says so."""
    asked = tuple(key for key in state.draft.asked if not key.startswith("danger_"))
    where = (Stage.ASKING, Stage.AMENDING, Stage.FOLLOWING, Stage.REVIEW, Stage.CHANGING)
    if state.stage not in where or not asked:
        return then(state)
    if asked[-1] == state.turn.question:
        asked = asked[:-1]
    if not asked:
        return then(state, Say((Text(N_("This is the first question.")),)))
    stage = Stage.FOLLOWING if state.stage is Stage.FOLLOWING else Stage.ASKING
    return then(asking.put(state.but(replace(state.draft, asked=asked)), stage, BY_KEY[asked[-1]]))
