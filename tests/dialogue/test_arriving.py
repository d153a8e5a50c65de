"""Coming by a campaign's code: the topic's first words, what is counted, the one question at the end, forgetting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.effects import Agree, Count, Escalate, KeepArrival, RemindLater, Say, Submit
from bot.dialogue.events import Began, Exited, WentQuiet
from bot.dialogue.report.draft import shown
from bot.dialogue.said.arrival import TOPICS
from bot.dialogue.state import Person, Stage, State
from bot.dialogue.stored import dump, load
from handlers.campaigns.topics import Came, Topic
from locales import translator
from tests.dialogue.talk import TRIAL, Talk, meant

EA_KAR = "24373"
CAME = Came("v1", Topic.DROWNING)


def arrived(came: Came = CAME, **how: object) -> Talk:
    return Talk(**how).happens(Began("any-code", came))  # type: ignore[arg-type]


def counts(talk: Talk) -> list[str]:
    return [one.step for one in talk.all_effects if isinstance(one, Count)]


def reported(talk: Talk) -> Talk:
    talk.taps("start:child").says("bé nhà bên bị đánh", meant("report_physical_violence"))
    while talk.state.stage is not Stage.REVIEW:
        talk.says("bỏ qua") if talk.state.stage is not Stage.CONFIRMING else talk.taps("understood:right")
    return talk.taps("review:send")


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic in TOPICS])
def test_the_first_screen_is_the_same_with_the_topic_over_the_ways_in(topic: Topic) -> None:
    plain, talk = Talk().happens(Began()), arrived(Came("v1", topic))
    assert TOPICS[topic] in talk.heard and talk.buttons == plain.buttons
    assert talk.heard.replace(f"{TOPICS[topic]}\n\n", "") == plain.heard


def test_every_topic_but_the_general_one_has_short_words_of_its_own_in_both_voices() -> None:
    assert set(Topic) - set(TOPICS) == {Topic.GENERAL}
    for msgid in TOPICS.values():
        for voice in ("vi", "vi_child"):
            assert len(translator(voice)(msgid).split()) <= 30
        assert translator("vi")(msgid) != msgid


def test_an_unknown_or_ended_code_shows_the_first_screen_of_everybody() -> None:
    assert Talk().happens(Began("khong-biet")).heard == Talk().happens(Began()).heard
    assert not counts(Talk().happens(Began("khong-biet")))


def test_a_report_is_counted_step_by_step_and_each_step_once() -> None:
    talk = arrived()
    assert counts(talk) == ["started"]
    talk.happens(Began("any-code", CAME)).happens(Began("other", Came("v2", Topic.GENERAL)))
    assert counts(talk) == ["started"] and talk.state.person.arrival.variant == "v1"  # type: ignore[union-attr]
    reported(talk)
    assert counts(talk) == ["started", "urgent", "finished"] or counts(talk) == ["started", "finished"]
    talk.taps("more:another").says("thêm một bé nữa bị đánh", meant("report_physical_violence"))
    assert counts(talk).count("started") == 1 and counts(talk).count("finished") == 1


def test_danger_is_counted_as_urgent_once_and_asks_nothing_of_the_campaign() -> None:
    talk = arrived().says("ba đang đánh em").says("ba lại đánh em").says("bỏ qua").says("bỏ qua")
    assert counts(talk).count("urgent") == 1 and talk.did(Escalate)
    assert not any(isinstance(one, Say) and one.question == "campaign" for one in talk.all_effects)


def test_who_came_again_today_is_not_counted_anew() -> None:
    assert counts(arrived(replace(CAME, again=True))) == []


def test_whoever_has_a_case_came_for_that() -> None:
    talk = reported(Talk().happens(Began())).happens(Began("any-code", CAME))
    assert talk.state.person.arrival is None and not counts(talk)


# --- the one question at the end -----------------------------------------------------------------------------------
def test_it_is_asked_after_the_receipt_and_only_once() -> None:
    talk = reported(arrived())
    assert "campaign:yes" not in talk.buttons
    talk.taps("more:later")
    assert talk.buttons == ["campaign:yes", "campaign:no"]
    asked = [one for one in talk.all_effects if isinstance(one, Say) and one.question == "campaign"]
    sent = [at for at, one in enumerate(talk.all_effects) if isinstance(one, Submit)]
    assert len(asked) == 1 and talk.all_effects.index(asked[0]) > sent[0]


@pytest.mark.parametrize("yes", ["tap", "có", "1"])
def test_a_yes_puts_it_on_the_case(yes: str) -> None:
    talk = reported(arrived()).taps("more:later")
    talk.taps("campaign:yes") if yes == "tap" else talk.says(yes)
    assert talk.did(Agree) == [Agree("campaign")] and talk.did(KeepArrival) == [KeepArrival("v1")]


@pytest.mark.parametrize("no", ["tap", "không", "em không biết ạ", "bé vẫn còn sốt", ""])
def test_nothing_but_a_yes_does(no: str) -> None:
    talk = reported(arrived()).taps("more:later")
    talk.taps("campaign:no") if no == "tap" else talk.says(no)
    assert not talk.did(KeepArrival) and not talk.did(Agree)


def test_who_stops_is_asked_nothing_more() -> None:
    talk = reported(arrived()).taps("more:more").says("thôi, dừng lại", meant("stop"))
    assert not any(isinstance(one, Say) and one.question == "campaign" for one in talk.all_effects)


def test_in_a_trial_it_is_not_asked_as_nobody_reads_it() -> None:
    assert "campaign:yes" not in reported(arrived(line=TRIAL)).taps("more:later").buttons


def test_a_late_tap_after_the_talk_has_ended_notes_nothing() -> None:
    talk = reported(arrived()).taps("more:later")
    talk.now += timedelta(hours=25)
    talk.happens(WentQuiet()).taps("campaign:yes")
    assert not talk.did(KeepArrival) and not talk.did(Agree)


# --- the tie is dropped --------------------------------------------------------------------------------------------
def test_a_day_of_silence_ends_the_talk_without_a_word() -> None:
    talk = reported(arrived()).taps("more:later").taps("campaign:no")
    assert talk.effects[-1] == RemindLater(24 * 60)
    talk.happens(WentQuiet())
    assert talk.state.person.arrival is None
    assert [type(one) for one in talk.effects] == [Count] and counts(talk)[-1] == "claimed"


def test_who_only_looked_is_forgotten_after_a_day_too() -> None:
    talk = arrived()
    assert talk.effects[-1] == RemindLater(24 * 60)
    talk.happens(WentQuiet())
    assert talk.state.person == Person("en", noticed=True, heard_at=talk.state.person.heard_at)
    assert not talk.effects


def test_a_kept_draft_stays_when_the_tie_to_the_campaign_goes() -> None:
    talk = arrived().taps("start:child").says("chuyện").says("dừng lại", meant("stop")).taps("leave:keep")
    assert talk.state.stage is Stage.KEPT and talk.effects[-1] == RemindLater(24 * 60)
    talk.happens(WentQuiet())
    assert talk.state.stage is Stage.KEPT and talk.state.person.arrival is None and talk.state.draft.answers
    assert talk.effects[-1] == RemindLater(29 * 24 * 60)


def test_a_risky_draft_is_still_sent_after_half_an_hour() -> None:
    talk = arrived().taps("start:child").says("bé nhà bên bị đánh", meant("report_physical_violence"))
    assert talk.effects[-1] == RemindLater(30)
    assert talk.happens(WentQuiet()).did(Submit) and talk.state.person.arrival is not None


def test_a_talk_that_never_falls_silent_is_over_after_three_days() -> None:
    talk = reported(arrived())
    talk.now += timedelta(days=3, minutes=1)
    talk.says("bé vẫn ở đó")
    assert talk.state.person.arrival is None and counts(talk)[-1] == "claimed"


@pytest.mark.parametrize("told", [True, False])
def test_quick_exit_drops_it_at_once(told: bool) -> None:
    talk = reported(arrived()) if told else arrived()
    talk.happens(Exited())
    assert talk.state.person.arrival is None
    assert (counts(talk)[-1] == "claimed") is told


# --- the place -----------------------------------------------------------------------------------------------------
def _at_where() -> Talk:
    talk = arrived(Came("v1", Topic.GENERAL, (EA_KAR, "2025"))).taps("start:child")
    return talk.says("bé nhà bên bị đánh", meant("report_physical_violence")).comes_to("where")


def test_the_place_of_the_poster_is_the_first_choice_and_is_not_assumed() -> None:
    talk = _at_where()
    assert talk.buttons[0] == f"where:{EA_KAR}" and talk.state.draft.place is None
    assert "Where did it happen?" in talk.heard and "You can also send the place." in talk.heard
    talk.taps(f"where:{EA_KAR}")
    assert talk.state.draft.place == (EA_KAR, "2025")
    assert shown("where", dict(talk.state.draft.answers)["where"], talk.state) == "Xã Ea Kar"


def test_another_place_that_is_typed_counts_and_a_skip_leaves_it_open() -> None:
    assert _at_where().says("xã Ea Kao").state.draft.place != (EA_KAR, "2025")
    assert _at_where().says("bỏ qua").state.draft.place is None


def test_a_state_of_before_is_read_without_its_code() -> None:
    old = dump(State()).replace(b'"arrival":null', b'"campaign":"truong-hoc-1"')
    assert b"truong-hoc-1" in old and load(old) == State()
    assert load(dump(arrived().state)) == arrived().state
