"""How much there is to read: the bars that a frightened reader needs, counted as `make words` does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import words
from bot.dialogue.said.screens import notice

CHANNELS = list(words.CHANNELS)
WAYS = ["child", "self"]


@pytest.mark.parametrize(("channel", "most"), [("web", 60), ("Telegram", 75)])
def test_the_first_screen_is_read_at_a_glance(channel: str, most: int):
    assert words.first_screen(channel).words <= most


@pytest.mark.parametrize("on_duty", [True, False])
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_notice_has_sixty_words(channel: str, on_duty: bool):
    talk = words.first_screen(channel)
    said = words.Count(talk.line, talk.shows)
    said.hears([notice(replace(talk.line, on_duty=True), ask=False)])
    assert said.words <= 60
    if not on_duty:  # that nobody is there, and whom to call, comes on top
        more = words.Count(talk.line, talk.shows)
        more.hears([notice(replace(talk.line, on_duty=False), ask=False)])
        assert more.words - said.words <= 30


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_whole_report_costs_three_hundred_words_and_eight_sendings(channel: str, way: str):
    talk = words.whole_report(channel, way)
    assert talk.words <= 300 and talk.sendings <= 8 and talk.most <= 2


@pytest.mark.parametrize("channel", CHANNELS)
def test_between_a_cry_and_what_is_asked_stand_the_numbers_and_one_message(channel: str):
    talk = words.danger(channel)
    assert talk.messages == 2 and talk.state.turn.question == "danger_where"


def test_the_table_names_every_talk():
    assert all(words.table().count(f"| {name} |") == len(CHANNELS) for name in words.ROWS)
