"""Waiting in danger is accompanied: after the tap alone, three times at most, and ended by whatever should end it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import stored
from bot.dialogue.effects import Escalate, LookIn, OpenReplies, RemindLater, Say
from bot.dialogue.events import (
    Cancelled,
    Chose,
    Erased,
    Event,
    Exited,
    LookedIn,
    OpenedReply,
    ReplyWaits,
    Said,
    Skipped,
    WentQuiet,
)
from bot.dialogue.line import Channel, Line
from bot.dialogue.report.company import AFTER
from bot.dialogue.said.meanwhile import ANY, STEADY, THINGS, thing
from bot.dialogue.state import Company, Stage
from nlu.meaning import SIGNALS, Meaning
from tests.dialogue.talk import NOW, OPERATED, TRIAL, Talk
from tests.dialogue.walks import EVENTS, MANY

PAGE = replace(OPERATED, channel=Channel(previews=False))
NOTICE = "There is a new message for you. Open it now?"
ASKS = "May I write to you here while you wait?"
OPEN = LookedIn("open")


def at_rest(line: Line = OPERATED, words: str = "ba đang đánh em") -> Talk:
    return Talk(line).says(words).happens(Skipped()).happens(Skipped())


def waits(line: Line = OPERATED, words: str = "ba đang đánh em") -> Talk:
    return at_rest(line, words).taps("safe:stay")


def silence(talk: Talk, how: LookedIn = OPEN) -> Talk:
    """A silence that is due, as the shell plays it: what the core looks at is told to it."""
    talk.happens(WentQuiet())
    return talk.happens(how) if talk.effects and isinstance(talk.effects[0], LookIn) else talk


def opens(talk: Talk, how: LookedIn = OPEN) -> Talk:
    talk.taps("reply:open")
    return talk.happens(replace(how, opened=True)) if isinstance(talk.effects[0], LookIn) else talk


def due(talk: Talk) -> int:
    return next((one.minutes for one in talk.effects if isinstance(one, RemindLater)), 0)


def test_whoever_is_at_rest_is_asked_by_one_button_and_without_it_nothing_comes():
    talk = at_rest()
    assert ASKS in talk.heard and talk.buttons[-1] == "safe:stay"
    assert due(talk) == 0 and not silence(talk).effects


@pytest.mark.parametrize("words", ["1", "2", "3", "có", "vâng ạ", "được"])
def test_neither_an_old_number_nor_a_bare_yes_is_the_tap(words):
    assert due(at_rest().says(words)) == 0


@pytest.mark.parametrize("line", [OPERATED, PAGE])
def test_after_the_tap_it_comes_three_times_and_then_no_more(line):
    talk = waits(line)
    told = []
    for minutes in AFTER:
        assert due(talk) == minutes
        told.append(silence(talk).heard)
    assert all(told) and due(talk) == 0 and silence(talk).heard == ""
    assert [text == NOTICE for text in told] == [line is OPERATED] * 3


def test_only_the_neutral_notice_goes_out_by_itself_where_a_screen_may_show_it():
    talk = silence(waits())
    say = next(one for one in talk.effects if isinstance(one, Say))
    assert talk.heard == NOTICE and not say.to_child and talk.buttons == ["reply:open"]
    words = opens(talk).heard
    assert "Nobody has opened your report yet." in words and THINGS["violence_now"].own in words


def test_a_page_that_is_open_in_front_of_them_says_the_words_themselves():
    talk = silence(waits(PAGE))
    assert "Nobody has opened your report yet." in talk.heard and NOTICE not in talk.heard
    assert next(one for one in talk.effects if isinstance(one, Say)).to_child


def test_the_words_may_be_asked_for_by_a_word():
    talk = silence(waits()).says("mở")
    assert isinstance(talk.effects[0], LookIn)


def test_they_are_as_true_as_the_moment_at_which_they_are_read():
    talk = silence(waits())
    opens(talk, LookedIn("claimed", claimed_at=NOW, read=True))
    assert "At 15:00 the staff took up your report." in talk.heard and "alerted again" not in talk.heard
    silence(talk)
    opens(talk, LookedIn("open", alerted_at=NOW))
    assert "Nobody has opened your report yet.\n" in talk.heard
    assert "The staff were alerted again at 15:00." in talk.heard
    silence(talk)
    assert "Your report has been opened. Nobody has taken it up yet." in opens(talk, LookedIn("open", read=True)).heard


def test_where_nobody_is_on_duty_the_words_say_so():
    talk = silence(waits(replace(PAGE, on_duty=False)))
    assert "Nobody is on duty at this moment" in talk.heard and "111" in talk.heard


def test_nobody_reads_the_same_twice_in_a_row_and_the_last_says_that_it_is_the_last():
    talk = waits(PAGE)
    first, second, third = (silence(talk).heard for _ in AFTER)
    assert first != second != third
    assert "by myself any more" in third and "by myself any more" not in first + second


def test_what_the_person_writes_starts_the_silence_anew_and_gives_no_more_than_three():
    talk = waits()
    for _ in range(6):
        silence(talk)
        talk.says("em vẫn ở đây")
    told = [one for one in talk.all_effects if isinstance(one, Say) and one.question == "reply"]
    assert len(told) == 3
    talk.taps("safe:stay")
    assert due(talk) == 0 and "by myself any more" in talk.heard


ENDS: list[Event] = [
    Exited(),
    Erased(),
    Cancelled(),
    Chose("safe", "unsafe"),
    Chose("safe", "calm"),
    Said("đừng nhắn cho em nữa", Meaning.unknown),
    Said("ba em hay xem máy, đừng nhắn nữa", Meaning.unknown),
    Said("đừng liên lạc với em", Meaning.unknown),
    Said("chỉ nhắn buổi tối thôi", Meaning.unknown),
    Said("an toàn rồi", Meaning.unknown),
    Said("em nói dối đó, không có gì đâu", Meaning.unknown),
    Said("tao mà biết đứa nào báo tao giết nó", Meaning.unknown),
    ReplyWaits(),
    Said("dừng", Meaning.unknown),
]


@pytest.mark.parametrize("event", ENDS, ids=repr)
@pytest.mark.parametrize("times", [0, 1])
def test_what_ends_it_ends_it_for_good(event, times):
    talk = waits()
    for _ in range(times):
        silence(talk)
    talk.happens(event)
    assert due(talk) == 0 and not silence(talk).effects
    talk.says("được, cứ nhắn cho em")  # staff may write again; it takes a tap for the bot to
    looked = len(talk.did(LookIn))
    assert not talk.state.case.company.wanted and len(silence(talk).did(LookIn)) == looked


@pytest.mark.parametrize("how", [LookedIn("closed:helped"), LookedIn("claimed", 1), LookedIn()])
def test_a_closed_case_a_reply_that_waits_or_a_chat_that_may_not_hear_it_end_it(how):
    talk = silence(waits(), how)
    assert talk.heard == "" and not talk.state.case.company.wanted
    assert not silence(talk).did(Say)[len(talk.did(Say)) :]


def test_what_changed_before_the_tap_is_what_is_read():
    talk = opens(silence(waits()), LookedIn("claimed", 1))
    assert isinstance(talk.effects[0], OpenReplies) and due(talk) == 0
    talk = silence(waits()).taps("safe:unsafe").taps("reply:open")
    assert isinstance(talk.effects[0], OpenReplies)
    assert talk.happens(OpenedReply(())).heard == "There is no new answer."


@pytest.mark.parametrize("refuses", ["đừng nhắn cho em", "đừng liên lạc với em", "chỉ nhắn buổi tối thôi"])
def test_whoever_has_refused_or_said_hours_is_not_asked_and_an_old_button_gives_nothing(refuses):
    talk = Talk().says(refuses).says("ba đang đánh em")
    while talk.state.stage is Stage.DANGER:
        talk.happens(Skipped())
    assert talk.state.stage is Stage.AT_REST and ASKS not in talk.heard and "safe:stay" not in talk.buttons
    assert due(talk.taps("safe:stay")) == 0


def test_who_wants_no_contact_or_writes_where_nobody_reads_is_not_asked():
    talk = Talk().says("ba đang đánh em").happens(Skipped()).taps("danger_contact:no")
    assert talk.state.stage is Stage.AT_REST and ASKS not in talk.heard
    assert ASKS not in at_rest(TRIAL).heard


def test_danger_that_is_heard_again_asks_for_no_second_yes():
    talk = waits().says("ba đang đánh em nữa")
    assert talk.did(Escalate) and ASKS not in talk.heard and due(talk) == AFTER[0]


@pytest.mark.parametrize(
    ("words", "danger"),
    [
        ("ba cầm dao đuổi, em đang trốn trong nhà vệ sinh", "hiding"),
        ("ba cam dao duoi em dang tron trong bep", "hiding"),
        ("em muốn tự tử", "suicide"),
        ("bạn em bị đuối nước, cứu với", "drowning"),
        ("em bị lạc, ở đây tối quá, cứu em", "lost"),
    ],
)
def test_the_thing_to_do_is_that_of_this_danger(words, danger):
    talk = Talk(PAGE).says(words)
    while talk.state.stage is Stage.DANGER:
        talk.happens(Skipped())
    heard = silence(talk.taps("safe:stay")).heard
    assert THINGS[danger].own in heard or THINGS[danger].text in heard


def test_every_signal_has_its_thing_and_an_adult_who_tells_of_a_child_is_told_another():
    assert set(THINGS) >= SIGNALS
    assert thing(frozenset(), before=0) == ANY and thing(frozenset({"suicide"}), before=1) == STEADY
    talk = at_rest(PAGE, "nhà bên cạnh đang đánh thằng bé dữ lắm")
    assert THINGS["violence_now"].text in silence(talk.taps("safe:stay")).heard


def test_a_state_of_before_is_read_and_one_of_now_keeps_it():
    talk = silence(waits())
    assert stored.load(stored.dump(talk.state)) == talk.state
    old = stored.dump(talk.state).replace(b',"company":', b',"not_yet":')
    assert stored.load(old).case.company == Company()


_OF_THIS = st.sampled_from(
    [WentQuiet(), WentQuiet(), Chose("safe", "stay"), Chose("reply", "open"), Said("ba đang đánh em", Meaning.unknown)]
)
_HOW = st.sampled_from([OPEN, LookedIn("claimed", claimed_at=NOW), LookedIn("closed:helped"), LookedIn("open", 1)])


_SURE_ENDS = (Exited(), Erased(), ReplyWaits(), Chose("safe", "unsafe"), Chose("safe", "calm"))


@MANY
@given(
    st.lists(st.one_of(EVENTS, _OF_THIS, _OF_THIS, st.sampled_from(ENDS)), max_size=25),
    _HOW,
    st.sampled_from([OPERATED, PAGE]),
    st.sampled_from([Talk, at_rest, waits]),
)
def test_never_without_the_tap_never_more_than_three_and_never_after_an_end(events, how, line, begins):
    talk, tapped, told = begins(line), begins is waits, dict[str | None, int]()
    for event in events:
        had_a_case = talk.state.case.id is not None
        talk.happens(event)
        if event == Chose("safe", "stay") and had_a_case:
            tapped = True
        elif event in _SURE_ENDS and (had_a_case or not isinstance(event, Chose)):
            tapped = False
        for look in [one for one in talk.effects if isinstance(one, LookIn)]:
            assert look.opened or (tapped and talk.state.case.company.wanted)
            talk.happens(replace(how, opened=look.opened))
            if talk.heard and not look.opened:
                case = talk.state.case.id
                told[case] = told.get(case, 0) + 1
                assert not how.status.startswith("closed") and not how.number_of_unread
                assert (talk.heard == NOTICE) == line.channel.previews
        assert max(told.values(), default=0) <= len(AFTER)
        assert talk.state.case.company.told <= len(AFTER)
        assert not (talk.state.case.company.wanted and talk.state.person.hours)
