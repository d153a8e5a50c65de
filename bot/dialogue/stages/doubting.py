"""Where danger is leant to and nothing says it: one neutral question, and only a clear "safe" leads back from it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Escalate, Note, Say, Submit
from bot.dialogue.heard.danger import says_little
from bot.dialogue.heard.message import SURELY_A_KIND, Heard
from bot.dialogue.heard.safety import says_safe
from bot.dialogue.heard.words import act_of
from bot.dialogue.line import Line
from bot.dialogue.next import Next, then
from bot.dialogue.report import asking, keeping
from bot.dialogue.report.draft import answers, spoken_to, voiced, waiting, with_answer, with_note
from bot.dialogue.said.screens import numbers_in_one_line
from bot.dialogue.stages import urgent
from bot.dialogue.state import ASKS, Doubt, Given, Stage, State, Turn
from bot.dialogue.text import Choice, Text
from handlers.case import Remark
from locales import N_

# No keys of plain yes and no: "dạ" and "không" are no clear answers here.
_SAFE = Choice("safe", N_("Yes, safe"))
_UNSAFE = Choice("unsafe", N_("No, not safe"), ("khong an toan", "ko an toan", "chua an toan", "k an toan"))
_UNSURE = Choice("unsure", N_("Not sure"), ("khong chac", "ko chac", "khong biet", "ko biet", "khong ro"))
_CHOICES = (_SAFE, _UNSAFE, _UNSURE)
_OF_A_QUESTION = (*asking.OF_THE_OPEN_ONE, asking.READY)
_CHOSEN = N_("Asked whether they are safe, the writer chose: {answer}")


def asked(before: State, heard: Heard, answer: Next) -> Next:
    """What a message leads to; where danger is only leant to, the question stands in front of that.

    It is put once, unless a later message leans to danger of another kind. With a case open nobody is asked.
    """
    kind = heard.meaning.intent if heard.meaning.is_report and heard.meaning.confidence >= SURELY_A_KIND else None
    known = before.draft.doubted
    settled = before.draft.doubt is not None or (known and (kind is None or kind in known))
    plain = heard.act == "greet" or heard.wished is not None or _answers(before, answer.state)
    if not heard.maybe or settled or plain or act_of(heard.text) not in (None, "help"):
        return answer
    if heard.act == "stop":  # a guess: nothing is thrown away because of it
        answer = then(before)
    opened = any(isinstance(one, Submit | Escalate) for one in answer.effects)
    state = answer.state
    if state.case.id is not None or opened:
        return answer
    if not keeping.holds(state.draft, heard.text):
        state = keeping.beside(state, heard.text)
    back = Doubt(state.stage, replace(state.turn, aside=None))
    draft = replace(state.draft, doubt=back, doubted=(*known, kind or ""))
    # One question at a time: what else would be asked is asked afterwards. What is said over it is said.
    said = tuple(kept for one in answer.effects if (kept := _unasking(one)) is not None)
    above = tuple(text for text in answer.above if text not in _OF_A_QUESTION)
    return replace(then(state.but(Stage.DOUBTING, draft), *said), above=above)


def _unasking(effect: Effect) -> Effect | None:
    """What is said, without what it would ask; None where it only asks."""
    if not isinstance(effect, Say):
        return effect
    lines = effect.lines[: effect.above] if effect.question else effect.lines
    lines = tuple(text for text in lines if text not in _OF_A_QUESTION)
    return replace(effect, lines=lines, question="", choices=(), above=0) if lines else None


def _answers(before: State, state: State) -> bool:
    """Whether the words answered the open question: the service, which reads them alone, only guesses."""
    key = before.turn.question if before.stage in ASKS else ""
    given = answers(state).get(key)
    return given is not None and given.value != "words" and given != answers(before).get(key)


def show(state: State, line: Line) -> tuple[Say, ...]:
    """The numbers, and a question that tells whoever else may read it nothing."""
    if state.person.about_self is None:
        question = Text(N_("Are you safe right now, and the child if you write about one?"))
    else:
        question = voiced(state, N_("Are you and the child safe right now?"), N_("Are you safe right now?"))
    return (Say((numbers_in_one_line(line), question), Stage.DOUBTING, _CHOICES),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Only a clear "safe" is one: all else may be a cry of somebody who cannot say more.

    What was written before the question could be seen is no answer, unless it leans to danger again.
    """
    if heard.early and not heard.maybe:
        return then(_told_on(state, heard.text))
    if says_safe(heard.text):
        return _went_well(state)
    return urgent.danger(left(state), heard, line)


def _told_on(state: State, words: str) -> State:
    """The story goes on, whether it waits for what it is for or is a report already."""
    if state.draft.pending:
        return state.but(replace(state.draft, pending=waiting(state, words)))
    return with_note(state, words)


def chose(state: State, choice: str, line: Line) -> Next:
    match choice:
        case _SAFE.key:
            return _went_well(state)
        case _UNSAFE.key | _UNSURE.key:
            return _alarmed(state, choice, line)
        case _:
            return then(state)


def chose_late(state: State, choice: str, line: Line) -> Next | None:
    """A tap after the talk has gone on, or silence has handed it over: "not safe" counts at any time."""
    if choice in (_UNSAFE.key, _UNSURE.key):
        return _alarmed(state, choice, line)
    return urgent.calm(state, line) if choice == _SAFE.key and state.case.id is not None else None


def left(state: State) -> State:
    """Back to where the talk stood; the question is not open any more."""
    doubt = state.draft.doubt or Doubt(Stage.START, Turn())
    if state.stage is Stage.DOUBTING:
        state = state.but(doubt.stage, doubt.turn)
    return state.but(replace(state.draft, doubt=None))


def _went_well(state: State) -> Next:
    noted: tuple[Effect, ...] = (Note(Remark.NOT_DANGEROUS_AFTER_ALL),) if state.case.id is not None else ()
    state, words = left(state), state.draft.pending
    if words and says_little(words, frozenset()):  # "em đây", and all is well: kept, and it makes no report
        state = keeping.beside(state.but(replace(state.draft, pending="")), words)
    if "danger" not in state.draft.asked:  # it has just been asked, in other words
        state = state.but(replace(state.draft, asked=(*state.draft.asked, "danger")))
    elif state.turn.question == "danger" and state.stage is Stage.ASKING:
        state = asking.go_on(state)
    thanks = N_("Thank you for saying so. If that changes, write here at any time.")
    return then(state, *noted, Say((Text(thanks),)))


def _alarmed(state: State, choice: str, line: Line) -> Next:
    """The words that led to the question are what is known; staff read what was chosen beside them."""
    state = left(state)
    if state.draft.pending and "what" not in answers(state) and state.stage is not Stage.ADDING:
        state = with_answer(state, "what", Given("words", state.draft.pending))
        state = state.but(replace(state.draft, pending=""))
    translate = spoken_to(state)
    label = next(translate(str(one.label)) for one in _CHOICES if one.key == choice)
    return urgent.answered_yes(with_note(state, translate(_CHOSEN).format(answer=label)), line)
