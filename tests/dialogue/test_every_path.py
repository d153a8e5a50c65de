"""Hypothesis walks the core: nobody gets stuck, nothing half-finished goes as finished, every path reaches "stop"."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.channel import Web
from bot.dialogue.effects import Escalate, Forget, Relay, Say, Submit, Supplement
from bot.dialogue.events import (
    Began,
    Cancelled,
    Chose,
    Exited,
    ReplyWaits,
    Returned,
    Said,
    Skipped,
    Spoke,
    WentBack,
)
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.stages import open_choices
from bot.dialogue.state import AFTERWARDS, ASKS, Aside, Person, Stage, State
from nlu import places
from nlu.meaning import Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk
from tests.dialogue.walks import EVENTS, MANY, WALKS, WORDS, walked


@MANY
@given(WALKS)
def test_nobody_gets_stuck_whatever_they_do(events):
    talk = walked(events)
    before = talk.state
    if before.stage in ASKS:
        for _ in range(14):  # skipping alone leads out of every questionnaire
            if talk.state.stage not in ASKS:
                break
            talk.happens(Skipped())
        assert talk.state.stage in {Stage.REVIEW, *AFTERWARDS}


@MANY
@given(WALKS)
def test_every_path_reaches_stop(events):
    talk = walked(events)
    talk.happens(Cancelled())
    if talk.state.stage is Stage.LEAVING:
        talk.taps("leave:delete")
    assert talk.state.stage in {Stage.START, Stage.KEPT, *AFTERWARDS}  # kept: they said so before, and nothing is asked
    if talk.state.stage is Stage.START:
        assert not talk.state.draft.answers


@MANY
@given(WALKS, st.sampled_from([OPERATED, TRIAL]))
def test_nothing_half_finished_goes_as_finished(events, line):
    """A Submit that is not marked unfinished comes only from a press or word for "send" or "pass on"."""
    talk = Talk(line)
    for event in events:
        stage = talk.state.stage
        talk.happens(event)
        for effect in talk.effects:
            if isinstance(effect, Submit) and not effect.unfinished:
                assert stage in (Stage.REVIEW, Stage.LEAVING, Stage.PASSING_ON), (stage, event)
                assert isinstance(event, Said | Chose)


@MANY
@given(st.lists(EVENTS, max_size=20), WORDS.filter(lambda words: len(words) > 12 and not words.startswith("thôi")))
def test_words_of_substance_are_never_dropped(events, words):
    """Whatever was said is in the draft, waits to be sorted, or went to staff."""
    talk = walked(events)
    talk.happens(Said(words, Meaning.unknown, places.find(words)))
    kept = [
        *(given.words for _, given in talk.state.draft.answers),
        *talk.state.draft.notes,
        *talk.state.draft.answered,
        talk.state.draft.pending,
        *(effect.text for effect in talk.effects if isinstance(effect, Relay)),
        *(
            answer.given
            for effect in talk.effects
            if isinstance(effect, Submit | Escalate | Supplement)
            for answer in effect.report.answers
        ),
    ]
    assert any(words in one for one in kept)


@MANY
@given(st.lists(EVENTS, max_size=20))
def test_quick_exit_leaves_an_empty_state_and_one_neutral_line(events):
    talk = walked(events)
    talk.happens(Exited())
    assert talk.state == State(person=Person(talk.state.person.language))
    assert sum(isinstance(effect, Say) for effect in talk.effects) == 1
    assert any(isinstance(effect, Forget) for effect in talk.effects)


@MANY
@given(st.lists(EVENTS, max_size=20))
def test_danger_in_words_always_escalates_and_shows_a_number(events):
    talk = walked(events)
    talk.happens(Said("ba đang đánh em", Meaning.unknown))
    assert any(isinstance(effect, Escalate) for effect in talk.effects)
    assert "113" in talk.heard


@MANY
@given(WALKS)
def test_whatever_is_shown_last_to_be_tapped_counts(events):
    talk = Talk()
    for event in events:
        talk.happens(event)
        says = [effect for effect in talk.effects if isinstance(effect, Say)]
        if says and says[-1].choices:
            beside = talk.state.turn.aside
            assert says[-1].question in (talk.state.buttons, beside)
            if says[-1].question == talk.state.buttons and beside is None:
                assert open_choices(talk.state, OPERATED)[: len(says[-1].choices)] == says[-1].choices


@MANY
@given(WALKS, st.sampled_from([OPERATED, replace(OPERATED, channel=Web.about)]))
def test_an_answer_is_two_messages_at_most_and_the_numbers_are_the_first(events, line):
    talk = Talk(line)
    for event in events:
        talk.happens(event)
        says = [
            effect for effect in talk.effects if isinstance(effect, Say) and not effect.alone
        ]  # what staff say is theirs
        numbers = [say.exit_button is True for say in says]
        beside = [say for say in says[:-1] if say.choices]  # what has buttons of its own stands over the open question
        assert len(beside) <= 1 and {say.question for say in beside} <= set(Aside), event
        theirs = [say for say in says if say.alone]  # what staff wrote, with nothing of the bot's in it
        assert len(says) - len(beside) - len(theirs) <= 1 + numbers.count(True), event
        assert not any(numbers[1:]), event


@MANY
@given(WALKS)
def test_a_question_of_the_report_is_open_in_the_stages_that_ask_one_and_nowhere_else(events):
    talk = Talk()
    for event in events:
        talk.happens(event)
        assert (talk.state.turn.question in BY_KEY) == (talk.state.stage in ASKS)
        assert talk.state.turn.offer is None or talk.state.stage in ASKS


@MANY
@given(WALKS, st.sampled_from([Began(), Returned(case="case-2", status="open"), ReplyWaits(), Spoke(), WentBack()]))
def test_a_code_an_answer_or_a_beginning_anew_forget_nothing_of_who_writes(events, event):
    talk = walked(events)
    person = talk.state.person
    talk.happens(event)
    assert _known(talk.state.person) == _known(person)


def _known(person: Person) -> Person:
    """What is known of who writes, without what only says how far the talk has come."""
    arrival = replace(person.arrival, asked=True) if person.arrival is not None else None
    return replace(person, noticed=True, heard_at=None, arrival=arrival)
