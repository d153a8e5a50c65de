"""How a state is kept between two messages: written as it is now, and read as any earlier version wrote it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from bot.dialogue.heard.reading import WHICH_NUMBER
from bot.dialogue.report.draft import with_note
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import ASKS, Draft, Stage, State

_STATE = TypeAdapter(State)

# Before parts and stages of their own (2026-11): each old pair of stage and question is one stage now.
_SINGLE = {
    ("question", "pass"): Stage.PASSING_ON,
    ("confirming", "wrong"): Stage.CORRECTING,
    ("review", "change"): Stage.CHANGING,
    ("leaving", "kept"): Stage.KEPT,
    ("after", "safe"): Stage.AT_REST,
    ("after", "more"): Stage.OFFERED,
    ("after", "reply"): Stage.WAITING,
    ("after", "talk"): Stage.TALKING,
}
_ALONE = {
    "start": Stage.START,
    "question": Stage.QUESTION,
    "confirming": Stage.CONFIRMING,
    "asking": Stage.ASKING,
    "review": Stage.REVIEW,
    "leaving": Stage.LEAVING,
    "danger": Stage.DANGER,
    "following": Stage.FOLLOWING,
    "adding": Stage.ADDING,
    "after": Stage.AFTER,
}
_PERSON = ("language", "heard_language", "switch_offered", "about_self", "noticed", "cautioned")
_DRAFT = tuple(one.name for one in fields(Draft))
_CASE = ("sent", "code_given", "to_follow")


def dump(state: State) -> bytes:
    return _STATE.dump_json(state)


def load(stored: bytes) -> State:
    """Raises ValidationError or ValueError where the bytes are no state of any version."""
    found = from_json(stored)
    if not isinstance(found, dict):
        raise ValueError("no state")
    return _tidied(_STATE.validate_python(found if "person" in found else _of_one_piece(found)))


def _of_one_piece(old: dict[str, Any]) -> dict[str, Any]:
    """A state as it was before it had parts."""
    where, question = str(old.get("stage", "start")), str(old.get("question", ""))
    stage = _SINGLE.get((where, question)) or _ALONE.get(where)
    if stage is Stage.ASKING and old.get("returning_to") == Stage.REVIEW:
        stage = Stage.AMENDING
    turn: dict[str, Any] = {"aside": old.get("aside") or None}
    if stage in ASKS:
        turn |= {"question": question, "tries": old.get("tries", 0)}
        if old.get("offered"):
            turn["offer"] = {"choices": old["offered"]}
            if question in ("contact", "danger_contact"):
                turn["offer"]["text"] = WHICH_NUMBER
    return {
        "stage": stage,
        "turn": turn,
        "person": {
            **{name: old[name] for name in _PERSON if name in old},
            "answers": old.get("of_reporter", ()),
        },
        "draft": {name: old[name] for name in _DRAFT if name in old},
        "case": {"id": old.get("case"), **{name: old[name] for name in _CASE if name in old}},
    }


def _tidied(state: State) -> State:
    """Answers to questions that are no more become notes, and nobody is left at one."""
    draft = state.draft
    for key, given in draft.answers:
        if key not in BY_KEY:
            state = with_note(state, given.words)
    kept = tuple((key, given) for key, given in draft.answers if key in BY_KEY)
    asked = tuple(key for key in draft.asked if key in BY_KEY)
    state = state.but(replace(state.draft, answers=kept, asked=asked))
    if state.stage in ASKS and state.turn.question not in BY_KEY:
        return state.but(Stage.AFTER if state.case.sent else Stage.REVIEW)
    return state
