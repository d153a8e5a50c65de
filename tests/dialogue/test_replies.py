"""What is written at an open question answers it only if it is of its kind; all else is kept as words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.effects import Relay, Submit, Supplement
from bot.dialogue.report import asking
from bot.dialogue.report.draft import answers
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import Stage
from tests.dialogue.real import read
from tests.dialogue.talk import Talk

_LINES = (Path(__file__).parent / "replies.tsv").read_text(encoding="utf-8").splitlines()
TABLE = [line.split("\t") for line in _LINES if not line.startswith("#")]


def asked(key: str) -> Talk:
    """A report with this question open; where it is one of those in danger or after the receipt, with its case."""
    talk = Talk().says("xin chào").taps("start:child").says("bé bị bỏ đói")
    talk.state = talk.state.but(replace(talk.state.draft, understood=()))
    follows = key in ("lives", "not_to_know")
    stage = Stage.DANGER if key.startswith("danger_") else Stage.FOLLOWING if follows else Stage.ASKING
    if stage is not Stage.ASKING:
        talk.state = talk.state.but(replace(talk.state.case, id="case-1", sent=follows, code_given=True))
    talk.state = asking.put(talk.state, stage, BY_KEY[key])
    return talk


def became(key: str, text: str) -> str:
    talk = asked(key)
    talk.says(text, read(text))
    if talk.state.turn.offer is not None:
        return "offer"
    given = answers(talk.state).get(key)
    told = [one.report for one in talk.effects if isinstance(one, Submit | Supplement)]
    for report in told:
        given = given or next((one for one in report.answers if one.question == key), None)
    kept = [*talk.state.draft.notes, *talk.state.draft.answered]
    kept += [one.text for one in talk.effects if isinstance(one, Relay)]
    kept += [line.given for report in told for line in report.answers]
    assert given is not None or text in kept, "lost"
    if given is None:
        return "-"
    return "commune" if given.value.isdecimal() else given.value


@pytest.mark.parametrize(("key", "text", "wanted"), TABLE)
def test_a_reply_is_an_answer_only_if_it_is_of_the_questions_kind(key: str, text: str, wanted: str) -> None:
    assert became(key, text) == wanted
