"""Who is harmed, by the words of a first message: openings of children, friends and grown-ups, all made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.heard.words import speaks_of_self

_LINES = Path(__file__).with_name("first_person.tsv").read_text(encoding="utf-8").splitlines()[1:]
OPENINGS = [tuple(line.split("\t")) for line in _LINES]


@pytest.mark.parametrize(("text", "who"), OPENINGS)
def test_it_is_heard_who_is_harmed(text: str, who: str):
    assert speaks_of_self(text) == (who == "writer")
