"""After the receipt: what helps to keep the person safe and the child found, offered and never demanded."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.draft import answers, voiced, with_answer
from bot.dialogue.information import answer
from bot.dialogue.questions import FOLLOW_UPS, Question
from bot.dialogue.reading import Offer
from bot.dialogue.vocabulary import Choice, Effect, Given, KeepSafeHours, Line, Said, Say, Stage, State, Text
from locales import N_
from nlu.meaning import QUESTION_INTENTS

Step = tuple[State, tuple[Effect, ...]]

MORE = Choice("more", N_("Answer them"), ("tra loi", "co", "duoc", "hoi di", "ok", "dong y"))
ANOTHER = Choice("another", N_("Report about another child"), ("be khac", "tre khac", "bao tin khac", "bao tin moi"))
LATER = Choice("later", N_("That is all"), ("thoi", "khong", "de sau", "xong", "khong can", "het roi"))
OFFER = (MORE, ANOTHER, LATER)


def offer(state: State, line: Line) -> Say:
    """What may be told beyond the nine questions."""
    why = voiced(
        state,
        N_("A few more answers help us keep you and the child safe: when we may write, and who must not know."),
        N_("A few more answers help us keep you safe: when we may write, and who must not know."),
    )
    need_not = N_("You need not answer. Your report is already with us.")
    return Say((why, Text(need_not if line.operator is not None else N_("You need not answer."))), "more", OFFER)


def begin(state: State, line: Line) -> Step:
    return _next(replace(state, stage=Stage.FOLLOWING, answers=(), asked=()), line)


def said(state: State, said: Said, line: Line) -> Step:
    """An answer in words; the shell hands on to staff whatever is told."""
    question = _open(state)
    move = asking.move_in(state, said.text)
    if move is not None:
        return chose(state, move, line)
    found = question.read(said, state.language, state.offered)
    asks = said.meaning.intent in QUESTION_INTENTS and said.meaning.confidence >= 0.6
    if isinstance(found, Offer):
        return asking.offer(with_answer(state, question.key, Given("words", said.text, said.ref)), found)
    if asks and (found is None or found.value == "words"):
        told, answered = answer(said.meaning.intent or "", line, said.text)
        if not answered:
            state = replace(state, notes=(*state.notes, said.text))
        return state, (told,) if told.question else (told, asking.ask_again(state))
    if found is None:
        state = replace(state, notes=(*state.notes, said.text))
        return asking.once_more(state) if state.tries < 1 else _next(replace(state, tries=0), line)
    old = answers(state).get(question.key)
    if state.offered and old is not None and old.words != found.words:
        found = replace(found, words=f"{old.words} / {found.words}")
    return _answered(state, question, found, line)


def chose(state: State, choice: str, line: Line) -> Step:
    question = _open(state)
    match choice:
        case "skip":
            return _next(replace(state, offered=(), tries=0), line)
        case "back":
            return back(state)
        case "stop":
            return finish(state, line)
        case _:
            pass
    for known in (*state.offered, *question.choices):
        if known.key == choice:
            old = answers(state).get(question.key)
            return _answered(state, question, Given(choice, old.words if old and state.offered else known.key), line)
    return state, (asking.ask_again(state),)


def back(state: State) -> Step:
    """To the question before this one, as far as there is one."""
    earlier = state.asked[:-1]
    if not earlier:
        return state, (Say((Text(N_("This is the first question.")),)), asking.ask_again(state))
    state, say = asking.put(replace(state, asked=earlier), _question(earlier[-1]))
    return state, (say,)


def finish(state: State, line: Line) -> Step:
    """No more questions; what was answered is with staff already."""
    told = bool(state.answers or state.notes)
    state = replace(
        state, stage=Stage.AFTER, question="after", answers=(), notes=(), asked=(), offered=(), to_follow=(), tries=0
    )
    thanks = N_("Thank you. The staff will see this too. You can write here at any time.")
    plain = N_("All right. You can write here at any time.")
    return state, (Say((Text(thanks if told and line.operator is not None else plain),)),)


def _answered(state: State, question: Question, given: Given, line: Line) -> Step:
    state = replace(with_answer(state, question.key, given), tries=0, offered=())
    effects: list[Effect] = []
    match (question.key, given.value):
        case ("safe_to_write", "any"):
            effects.append(KeepSafeHours(""))
        case ("safe_to_write", "never"):
            effects += [
                KeepSafeHours("never"),
                Say((Text(N_("We will not write to you. You can write at any time.")),)),
            ]
        case ("safe_to_write", _):
            effects.append(KeepSafeHours("unknown"))  # until the hours are told
        case ("safe_hours", hours):
            effects.append(KeepSafeHours(hours))
            effects.append(Say((_hours(hours),)))
        case _:
            pass
    return _next(state, line, *effects)


def _hours(hours: str) -> Text:
    if hours == "unknown":
        return Text(N_("The staff will read what you wrote about the hours. Until then nothing is sent to you."))
    shown = ", ".join(span.replace("-", "–") for span in hours.split(","))
    return Text(
        N_("A notice comes only at these hours: {hours}. It says nothing of what it is about."), (("hours", shown),)
    )


def _next(state: State, line: Line, *first: Effect) -> Step:
    told = answers(state)
    for question in FOLLOW_UPS:
        wanted = question.key in state.to_follow or question.key == "safe_hours"
        if wanted and question.key not in told and question.key not in state.asked and question.when(told):
            state, say = asking.put(state, question)
            return state, (*first, say)
    # The last answer must still be in the state when the shell looks for what is new: it is cleared by what comes next.
    ended, effects = finish(state, line)
    return replace(ended, answers=state.answers, notes=state.notes), (*first, *effects)


def _open(state: State) -> Question:
    return _question(state.question)


def _question(key: str) -> Question:
    return next(question for question in FOLLOW_UPS if question.key == key)
