"""Nobody loses their place when the program changes: states as an earlier version wrote them go on where they were.

stored_before_parts.jsonl was written by the version before states had parts (2026-11): states of the stories and of
walks, and what that version did next: the last it said ("the name its buttons stand under: how it begins"), and did.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from bot.dialogue import effects, events, stored
from bot.dialogue.effects import Effect, Say
from bot.dialogue.events import Chose, Event, Said
from bot.dialogue.report import asking
from bot.dialogue.state import ASKS, Aside, Stage, State
from bot.dialogue.step import step
from nlu import places
from nlu.meaning import Meaning
from tests.dialogue.talk import NOW, OPERATED
from tests.dialogue.walks import MANY, WALKS, walked

KEPT = [json.loads(line) for line in Path(__file__).with_name("stored_before_parts.jsonl").open(encoding="utf-8")]
# What is open shows itself when it is shown again; that version showed something else there.
MENDED = {
    ": What would you like to know?": ("pass: Shall I pass your question to the staff?",),
    ": Hello. You can write here what is new, o": (
        "safe: I am still here. Write more whenever you",
        "safe: Please write the number that may be call",
        "reply: There is a new message for you. Open it",
        "more: A few more answers help to keep you and",
        "more: A few more answers help to keep you safe",
    ),
    "leave: What shall I do with what you have writt": ("kept: It is kept. Write here when you want to",),
    "contact: May the staff contact you?": ("contact: May the staff call this number?",),
    "danger: Is the child in danger right now?": ("whom: Are you telling about yourself, or about",),  # asked first
    "review: Is this right? You can still write what": ("change: Which one would you like to change?",),
}
# How the same was put then.
REWORDED = {
    "What would you like to do?": "What can I do for you?",
    "Where did it happen? Write the commune o": "Where did it happen? The commune, by its",
    "Sorry, I did not understand. You can tap": "I have noted your words. For this questi",
    "A few more answers help us keep you and": "A few more answers help to keep you and",
    "This is what I will send. Is it right?": "Is this right? You can still write what",
    "What happened? Please tell it in your ow": "What happened? Tell it in your own words",
    "Where is the child now, if not there?": "Where is the child now?",
    "Where are you now, if not there?": "Where are you now?",
    "Is there a person who makes the child fe": "Who hurts or frightens the child? What a",
    "Is there a person who makes you feel uns": "Who hurts or frightens you? What are the",
    "Can that person get to the child now?": "Is that person near the child?",
    "Can that person get to you now?": "Is that person near you?",
    "How old is the child?": "How old is the child? A guess will do.",
    "A few more answers help us keep you safe": "A few more answers help to keep you safe",
    "You can write more here, or leave. Whate": "I am still here. Write more whenever you",
    "I am a machine that takes reports about": "I am a machine. {operator} reads what yo",
    "Is there anyone who must NOT know about": "Is there anyone who must not know? Staff",
}
OF_A_CHILD = "Is there anyone who must not know? Staff", "Whom would you like to keep this from? S"
# What is asked after the receipt now, or where there is room; then what came after it comes next.
LATER = ("child_now: ", "age: ", "role: ", "sex: ")
INSTEAD = ("review: Is this right? You can still write what", "who: ", "contact: ")
HERE = ": You can write here what is new, or type"  # was put behind a greeting then
GREETED = ": Hello. You can write here what is new, o"
REFUSED = ("taps contact:no", "taps danger_contact:no")
STOPPED = ": I ask nothing more. You can write here a"  # what becomes of it was asked again then


def _event(done: str) -> Event:
    kind, _, what = done.partition(" ")
    if kind == "says":
        return Said(what, Meaning.unknown, places.find(what))
    if kind == "taps":
        return Chose(*what.split(":"))
    happened: Event = getattr(events, what)()
    return happened


def _short(effect: Effect) -> str:
    match effect:
        case effects.Relay(text):
            return f"Relay {text}"
        case effects.Note(remark):
            return f"Relay {remark}"
        case effects.Submit(unfinished=True):
            return "Submit unfinished"
        case _:
            return type(effect).__name__


def _done(state: State, event: Event) -> list[str]:
    """What is said last, by each of its lines, for what was several messages is one now; and what is done."""
    _, done = step(state, event, OPERATED, NOW)
    says = [one for one in done if isinstance(one, Say)]
    said = [f"{says[-1].question}: {line.msgid[:40]}".strip() for line in says[-1].lines] if says else ["-"]
    rest = [one for one in done if not isinstance(one, Say | effects.RemindLater)]
    return [" + ".join([line, *map(_short, rest)]) for line in said]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: "-".join(map(str, list(kept["state"].values())[:2])))
def test_a_state_of_an_earlier_version_goes_on_where_it_was_and_its_buttons_do_what_they_did(kept):
    state = stored.load(json.dumps(kept["state"]).encode())
    for done, then in kept["steps"].items():
        for old, new in REWORDED.items():
            then = then.replace(old, new)
        if done == "happens Cancelled" and state.stage in (Stage.LEAVING, Stage.KEPT):
            then = STOPPED
        now = _done(state, _event(done))
        assert any(_is_as_it_was(state, done, then, line) for line in now), (done, then, now)


def _is_as_it_was(state: State, done: str, then: str, now: str) -> bool:
    if done in REFUSED:  # a refusal of contact is kept as one since
        now = now.replace(" + KeepSafeHours", "")
    # Words with a weight of their own are not called "not understood".
    now = now.replace(asking.KEPT.msgid[:40].strip(), asking.HINT.msgid[:40].strip())
    if then.startswith(GREETED) and now.startswith(HERE):
        then = then.replace(GREETED, HERE)
    if state.person.about_self:
        then = then.replace(*OF_A_CHILD)
    if then.startswith(LATER) and now.startswith(INSTEAD):
        return then.partition(" + ")[2] == now.partition(" + ")[2]
    shown_again = now in MENDED.get(then, ()) and now.startswith((state.buttons, "whom:"))
    kept_too = now in (f"{then} + Relay {done.removeprefix('says ')}", f"{then} + Submit unfinished")
    kept_too = kept_too or now == then.replace("- + ", f"- + Relay {done.removeprefix('says ')} + ", 1)
    # Words that name no way to be reached are no answer to it: they are kept, and it stays open once more.
    kept_too = kept_too or (
        state.turn.question in ("contact", "danger_contact")
        and now.removesuffix(" + Submit unfinished") == f"{state.buttons}: {asking.HINT.msgid[:40]}"
    )
    return now == then or shown_again or kept_too  # that version dropped what it answered by itself


def test_every_stage_and_every_aside_of_the_earlier_version_is_among_them():
    stood = [stored.load(json.dumps(kept["state"]).encode()) for kept in KEPT]
    assert {state.stage for state in stood} == set(Stage) - {Stage.DOUBTING, Stage.BACK}
    assert {state.turn.aside for state in stood} == {None, *Aside} - {Aside.ERASE, Aside.CAMPAIGN}
    assert {state.turn.question for state in stood if state.stage in ASKS} > {"what", "danger_where", "safe_hours"}


@MANY
@given(WALKS)
def test_every_state_survives_being_stored(walk):
    state = walked(walk).state
    assert stored.load(stored.dump(state)) == state


def test_an_answer_to_a_question_that_is_no_more_becomes_a_note_and_nobody_is_left_at_one():
    old = {"stage": "asking", "question": "colour", "answers": [["colour", {"value": "red", "words": "đỏ"}]]}
    state = stored.load(json.dumps(old | {"asked": ["what", "colour"]}).encode())
    assert state.stage is Stage.REVIEW and state.draft.notes == ("đỏ",) and state.draft.asked == ("what",)
    assert not state.draft.answers


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"stage": "nowhere"}', b'{"person": 3}'])
def test_what_is_no_state_is_told_as_one_kind_of_error(broken: bytes):
    with pytest.raises(ValueError):  # pydantic's own is one
        stored.load(broken)
