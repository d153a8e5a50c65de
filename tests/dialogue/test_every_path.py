"""Hypothesis walks the core: nobody gets stuck, nothing half-finished goes as finished, every path reaches "stop"."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.dialogue.questions import BY_KEY
from bot.dialogue.vocabulary import (
    AskedForHelp,
    AskedForLanguage,
    Began,
    Cancelled,
    Chose,
    Escalate,
    Event,
    Exited,
    Forget,
    Located,
    OpenedReply,
    Relay,
    ReplyWaits,
    Returned,
    Rushed,
    Said,
    Say,
    Sent,
    Skipped,
    Spoke,
    Stage,
    State,
    Submit,
    Supplement,
    WentBack,
    WentQuiet,
    Withdrew,
)
from nlu import places
from nlu.meaning import INTENTS, SIGNALS, Danger, Entity, Language, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk

_WORDS = st.sampled_from(
    [
        "cô giáo đánh em",
        "ba đang đánh em",
        "không",
        "có",
        "thôi",
        "bỏ qua",
        "quay lại",
        "1",
        "2",
        "9",
        "xã Ea Kao",
        "Ea Bar",
        "0912345678",
        "gửi",
        "cảm ơn",
        "",
        "🙂",
        "{receipt} {0}",
        "thêm",
        "mới",
        "giữ",
        "xóa",
    ]
)
_TEXTS = st.one_of(_WORDS, st.text(max_size=12), st.sampled_from(["²", "①", "٣", "１２"]))
_MEANINGS = st.builds(
    Meaning,
    intent=st.one_of(st.none(), st.sampled_from(sorted(INTENTS))),
    confidence=st.floats(0, 1),
    entities=st.lists(
        st.sampled_from(
            [
                Entity("age", 0, 2, "8"),
                Entity("relation", 0, 2, "father", "harm_doer"),
                Entity("relation", 1, 3, "teacher", "reporter"),
                Entity("time", 0, 3, "hôm qua"),
            ]
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    danger=st.builds(Danger, now=st.booleans(), signals=st.frozensets(st.sampled_from(sorted(SIGNALS)), max_size=2)),
    language=st.builds(Language, code=st.sampled_from(["vi", "rad", "mixed", "und"]), confidence=st.floats(0, 1)),
)
_CHOICES = [
    *(("start", key) for key in ("self", "child", "ask")),
    *(("review", key) for key in ("send", "change", "cancel")),
    *(("leave", key) for key in ("delete", "send", "keep", "on")),
    *(("kept", "on"),),
    *(("add", key) for key in ("add", "new", "none")),
    *(("pass", key) for key in ("pass", "report", "done")),
    *(("safe", key) for key in ("more", "calm")),
    ("reply", "open"),
    *(("language", key) for key in ("vi", "rad", "en", "rubbish")),
    *(("understood", key) for key in ("right", "wrong")),
    *(("wrong", key) for key in ("where", "age", "who", "all")),
    *(("more", key) for key in ("more", "another", "later")),
    *(("change", key) for key in BY_KEY),
    *((key, move) for key in BY_KEY for move in ("skip", "back", "stop")),
    *((key, choice.key) for key, question in BY_KEY.items() for choice in question.choices),
    ("rubbish", "rubbish"),
]
_EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda text, meaning, edited: Said(text, meaning, places.find(text), "m1", edited),
        _WORDS,
        _MEANINGS,
        st.booleans(),
    ),
    st.builds(lambda pair: Chose(*pair), st.sampled_from(_CHOICES)),
    st.builds(lambda text: Said(text, Meaning.unknown, places.find(text)), _TEXTS),
    st.sampled_from(
        [
            Began(),
            Began("c1"),
            Skipped(),
            WentBack(),
            Cancelled(),
            Exited(),
            AskedForHelp(),
            Withdrew(),
            AskedForLanguage(),
            Rushed("nhiều tin nhắn quá", True),
            WentQuiet(),
            ReplyWaits(),
            OpenedReply(("Chào bạn",)),
            Returned(),
            Returned(case="case-2", status="open", number_of_unread=1),
            Sent("voice"),
            Spoke(),
            Sent("sticker"),
            Located(12.0, 108.0),
        ]
    ),
)
_STATE = TypeAdapter(State)
_MANY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _walk(events: list[Event], line=OPERATED) -> Talk:
    talk = Talk(line)
    for event in events:
        talk.happens(event)
        assert talk.heard is not None  # what is said can be rendered, with every parameter there
    return talk


@_MANY
@given(st.lists(_EVENTS, max_size=25))
def test_nobody_gets_stuck_whatever_they_do(events):
    talk = _walk(events)
    before = talk.state
    if before.stage in (Stage.ASKING, Stage.DANGER, Stage.FOLLOWING):
        for _ in range(14):  # skipping alone leads out of every questionnaire
            if talk.state.stage not in (Stage.ASKING, Stage.DANGER, Stage.FOLLOWING):
                break
            talk.happens(Skipped())
        assert talk.state.stage in (Stage.REVIEW, Stage.AFTER)


@_MANY
@given(st.lists(_EVENTS, max_size=25))
def test_every_path_reaches_stop(events):
    talk = _walk(events)
    talk.happens(Cancelled())
    if talk.state.stage is Stage.LEAVING:
        talk.taps("leave:delete")
    assert talk.state.stage in (Stage.START, Stage.AFTER, Stage.QUESTION)
    if talk.state.stage is not Stage.AFTER:
        assert not talk.state.answers


@_MANY
@given(st.lists(_EVENTS, max_size=25), st.sampled_from([OPERATED, TRIAL]))
def test_nothing_half_finished_goes_as_finished(events, line):
    """A Submit that is not marked unfinished comes only from a press or word for "send" or "pass on"."""
    talk = Talk(line)
    for event in events:
        stage = talk.state.stage
        talk.happens(event)
        for effect in talk.effects:
            if isinstance(effect, Submit) and not effect.unfinished:
                assert stage in (Stage.REVIEW, Stage.LEAVING, Stage.QUESTION, Stage.START), (stage, event)
                assert isinstance(event, Said | Chose)


@_MANY
@given(st.lists(_EVENTS, max_size=25))
def test_every_state_survives_being_stored(events):
    talk = _walk(events)
    assert _STATE.validate_json(_STATE.dump_json(talk.state)) == talk.state


@_MANY
@given(st.lists(_EVENTS, max_size=20), _WORDS.filter(lambda words: len(words) > 12))
def test_words_of_substance_are_never_dropped(events, words):
    """Whatever was said is in the draft, waits to be sorted, or went to staff."""
    talk = _walk(events)
    talk.happens(Said(words, Meaning.unknown, places.find(words)))
    kept = [
        *(given.words for _, given in talk.state.answers),
        *talk.state.notes,
        talk.state.pending,
        *(effect.text for effect in talk.effects if isinstance(effect, Relay)),
        *(
            answer.given
            for effect in talk.effects
            if isinstance(effect, Submit | Escalate | Supplement)
            for answer in effect.report.answers
        ),
    ]
    assert any(words in one for one in kept)


@_MANY
@given(st.lists(_EVENTS, max_size=20))
def test_quick_exit_leaves_an_empty_state_and_one_neutral_line(events):
    talk = _walk(events)
    talk.happens(Exited())
    assert talk.state == State(language=talk.state.language)
    assert sum(isinstance(effect, Say) for effect in talk.effects) == 1
    assert any(isinstance(effect, Forget) for effect in talk.effects)


@_MANY
@given(st.lists(_EVENTS, max_size=20))
def test_danger_in_words_always_escalates_and_shows_a_number(events):
    talk = _walk(events)
    talk.happens(Said("ba đang đánh em", Meaning.unknown))
    assert any(isinstance(effect, Escalate) for effect in talk.effects)
    assert "113" in talk.heard
