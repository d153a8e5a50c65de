"""The reporter's choice of language wins and stays; what is heard offers a switch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.effects import Escalate
from bot.dialogue.events import AskedForLanguage, Began
from bot.dialogue.line import Channel
from nlu.meaning import Danger, Language, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk, meant

IN_EDE = Meaning("report_physical_violence", 0.9, language=Language("rad", 0.9))
SPEAKING = replace(OPERATED, speaks=frozenset({"vi", "rad"}))


@pytest.mark.parametrize(("said", "code"), [("Ê Đê", "rad"), ("tieng ede", "rad"), ("English", "en"), ("2", "rad")])
def test_a_language_is_chosen_by_name_or_number(said, code):
    talk = Talk(SPEAKING, language="vi").happens(Began()).happens(AskedForLanguage()).says(said)
    assert talk.state.person.language == code


def test_the_choice_stays_whatever_is_heard():
    talk = Talk(SPEAKING, language="vi").happens(Began()).taps("language:vi").says("kâo …", IN_EDE)
    assert talk.state.person.language == "vi"


def test_hearing_ede_says_once_how_to_choose_it_and_changes_nothing():
    talk = Talk(SPEAKING, language="vi").says("kâo …", IN_EDE)
    assert "Ê Đê" in talk.heard and talk.state.person.language == "vi"
    assert "viết: Ê Đê" not in talk.says("adei kâo …", IN_EDE).heard


def test_danger_comes_before_any_word_about_language():
    cry = replace(IN_EDE, danger=Danger(True))
    talk = Talk(SPEAKING, language="vi").says("kâo …", cry)
    assert talk.did(Escalate)
    assert not talk.state.person.switch_offered


def test_a_speaker_is_promised_only_where_there_is_one():
    with_one = Talk(SPEAKING).taps("language:rad").heard
    without = Talk(OPERATED).taps("language:rad").heard
    trial = Talk(TRIAL).taps("language:rad").heard
    assert "who knows Ê Đê will read" not in without + trial
    assert "111" in with_one and "111" in without and "111" in trial


def test_choosing_in_the_middle_goes_on_where_it_was():
    talk = Talk(OPERATED, language="vi").happens(Began()).taps("start:child").says("/x", meant("change_language"))
    talk.says("có người đánh một bé", meant("report_physical_violence"))
    question = talk.state.buttons
    talk.happens(AskedForLanguage()).says("English")
    assert talk.state.buttons == question and talk.state.person.language == "en"


def test_where_no_recording_can_be_sent_none_is_promised():
    silent = replace(OPERATED, channel=Channel())
    assert "ghi âm" not in Talk(silent).taps("language:rad").heard
    assert "ghi âm" in Talk().taps("language:rad").heard


def test_the_numbers_stand_before_the_offer_of_another_language_and_the_question_after_it():
    meaning = replace(meant("report_physical_violence"), language=Language("rad", 0.9))
    heard = Talk(language="vi").says("ama čăm anak kâo", meaning).heard
    offer = heard.index("tiếng Ê Đê")
    assert heard.index("☎ 111") < offer < heard.rindex("?")
