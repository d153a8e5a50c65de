"""Nothing written is lost: what the bot answered, and nobody has taken, is kept on the draft or given to the case."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Escalate, Relay, Submit, Supplement
from bot.dialogue.events import Said
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.words import act_of
from bot.dialogue.next import Next
from bot.dialogue.report.draft import has_content, report_of, triaged
from bot.dialogue.state import Draft, Stage, State

MOST_OF_A_DRAFT = 60_000  # code points: every step seals and reads the whole state
_COURTESIES = frozenset({"thanks", "goodbye", "greet", "stop"})  # and to stop: said to the bot, it alerts nobody
_SAY_NOTHING = frozenset(
    {"stop", "exit", "skip", "back", "help", "again", "restart", "change_language"}
)  # word for word


def kept(before: State, heard: Heard, answer: Next) -> Next:
    """The answer of a stage, with the words it has left out: what the bot answers by itself a person may need too."""
    own = act_of(heard.text)
    if heard.choice is not None or own in _SAY_NOTHING or _is_taken(before, heard.text.strip(), answer):
        return answer
    state = answer.state
    if state.case.id is not None or any(isinstance(one, Submit | Escalate) for one in answer.effects):
        return _relayed(answer, Relay(heard.text, quietly=own is not None or heard.act in _COURTESIES))
    nothing_kept = heard.act == "stop" and not has_content(state)  # the person has just read that nothing was
    if own is not None or nothing_kept:
        return answer
    return replace(answer, state=beside(state, heard.text))


def beside(state: State, words: str) -> State:
    """Words that were answered: they go along with a report, and make none by themselves."""
    return state.but(replace(state.draft, answered=(*state.draft.answered, words)))


def holds(draft: Draft, words: str) -> bool:
    """Whether these words stand in the draft, in whatever place."""
    return any(words.strip() in held for held in (*(words for _, words in _held(draft)), *draft.answered))


def placed(state: State, said: Said, done: tuple[Effect, ...]) -> tuple[State, tuple[Effect, ...]]:
    """A commune was named to be looked near: staff may need it too."""
    if state.case.id is not None:
        return state, (Relay(said.text, quietly=True), *done)
    return beside(state, said.text), done


def bounded(state: State, done: tuple[Effect, ...]) -> tuple[State, tuple[Effect, ...]]:
    """A draft does not grow without end: past its limit a person gets it as it is, and what comes later follows it."""
    draft = state.draft
    if sum(map(len, (*draft.notes, *draft.answered, draft.pending))) <= MOST_OF_A_DRAFT:
        return state, done
    if state.stage is Stage.ADDING:
        given: Effect = Relay(draft.pending)
        state = state.but(Stage.AFTER)
    elif state.case.sent:
        given = Supplement(report_of(state))
    else:
        given = Submit(report_of(state), triaged(state), unfinished=True)
    return state.but(replace(state.draft, notes=(), answered=(), pending="")), (given, *done)


def _is_taken(before: State, words: str, answer: Next) -> bool:
    new = _held(answer.state.draft) - _held(before.draft)
    given = [one.text for one in answer.effects if isinstance(one, Relay)]
    for one in answer.effects:
        if isinstance(one, Submit | Escalate | Supplement):
            given += [told.given for told in one.report.answers]
    return any(words in held for held in (*given, *(held for _, held in new)))


def _held(draft: Draft) -> set[tuple[str, str]]:
    """Every place of a draft where words stand, with them."""
    noted = [(str(at), note) for at, note in enumerate(draft.notes)]
    return {*((key, given.words) for key, given in draft.answers), *noted, ("pending", draft.pending)}


def _relayed(answer: Next, relay: Relay) -> Next:
    """Behind what opens the case; else before all that is said."""
    opens = [at for at, one in enumerate(answer.effects) if isinstance(one, Submit | Escalate)]
    at = opens[-1] + 1 if opens else 0
    return replace(answer, effects=(*answer.effects[:at], relay, *answer.effects[at:]))
