"""Whom a report is about: the one who writes, or another child. Then it is known how to speak, and who reports."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.heard.person import Harmed, Sure, harmed, is_grown_up
from bot.dialogue.heard.words import fold
from bot.dialogue.report.draft import answers, with_answer, without_answers
from bot.dialogue.state import Given, State

_NOT_ONESELF = re.compile(
    r"\b(?:khong|ko|k|hong|hok|dau) phai (?:(?:la|ve|cua) )?(?:em|con|chau|minh|toi|tui|e)(?= bi| dau| ma| la|$| 0)"
)
_NOT_ANOTHER = re.compile(r"\b(?:khong|ko|k|hong|hok|dau) phai (?:(?:la|ve|cua) )?(?:ban|nguoi khac|be|no|dua)\b")
_MOST_OF_A_CORRECTION = 14  # words


def about(state: State, *, to_self: bool, words: str = "") -> State:
    """It is about the writer, or about another child; `words` tell whether the writer is clearly grown up."""
    what = answers(state).get("what")
    grown_up = to_self and is_grown_up(words or (what.words if what is not None else ""))
    state = state.but(replace(state.person, about_self=to_self, grown_up=grown_up))
    told = answers(state)
    if "whom" in told:
        state = with_answer(state, "whom", replace(told["whom"], value="self" if to_self else "child"))
    if to_self:
        known = grown_up or ("role" in told and told["role"].value == "child")
        return state if known else with_answer(state, "role", Given("child", ""))
    own = tuple((key, given) for key, given in state.person.answers if (key, given.value) != ("role", "child"))
    state = state.but(replace(state.person, answers=own))
    return without_answers(state, ("role",)) if "role" in told and told["role"].value == "child" else state


def with_whom(state: State, text: str) -> State:
    """What the words of a first telling say. Against a tap, or an earlier report, only what they say outright."""
    known = state.person.about_self
    found = harmed(text, Sure.GUESSED if known is None else Sure.SAID)
    if found is None or (found is Harmed.WRITER) == known:
        return state
    return about(state, to_self=found is Harmed.WRITER, words=text)


def put_right(state: State, text: str) -> State | None:
    """After "không phải em, bạn em bị", or the other way round; None where nothing is corrected."""
    if state.person.about_self is None or len(text.split()) > _MOST_OF_A_CORRECTION:
        return None
    denied = _NOT_ONESELF if state.person.about_self else _NOT_ANOTHER
    right = Harmed.ANOTHER if state.person.about_self else Harmed.WRITER
    if denied.search(fold(text.replace(",", " 0 "))) is None or harmed(text) is not right:
        return None
    return about(state, to_self=right is Harmed.WRITER, words=text)
