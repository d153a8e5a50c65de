"""What a first message may fill, and what it may not: said back is only what is sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.report.draft import answers
from nlu import places
from tests.dialogue.real import read
from tests.dialogue.talk import Talk

_FILLED = ("where", "age", "who", "role", "time")
_LINES = (Path(__file__).parent / "said_back.tsv").read_text(encoding="utf-8").splitlines()
TABLE = [line.split("\t") for line in _LINES if not line.startswith("#")]


@pytest.mark.parametrize(("text", "filled"), TABLE)
def test_a_first_message_fills_only_what_is_sure(text: str, filled: str) -> None:
    talk = Talk().says(text, read(text, "report_unspecified"))
    told = answers(talk.state)
    assert told["what"].words == text
    found = {}
    for key in _FILLED:
        if key in told and told[key].words:
            value = told[key].words if key == "time" else told[key].value
            found[key] = (places.name_of(value) or value).split(" ", 1)[1] if key == "where" else value
    wanted = dict(one.split("=") for one in filled.split("; ")) if filled != "-" else {}
    assert found == wanted
