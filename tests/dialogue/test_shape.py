"""The shape of the core: one table of stages, each with its own screen, and no state copied by hand."""

from __future__ import annotations

import ast
from pathlib import Path

from bot import dialogue
from bot.dialogue import stages
from bot.dialogue.report import understanding
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.stages import STAGES
from bot.dialogue.state import Aside, Stage
from nlu.meaning import REPORT_INTENTS

HERE = Path(stages.__file__).parent


def test_every_stage_stands_in_the_table():
    assert set(STAGES) == set(Stage)


def test_no_name_under_which_buttons_stand_means_two_things():
    names = [*BY_KEY, *Aside, *Stage]
    assert {name for name in names if names.count(name) > 1} == {
        "reply"
    }  # to open an answer, asked or beside a question


def test_no_stage_draws_the_screen_of_another():
    for path in HERE.glob("*.py"):
        if path.name == "__init__.py":
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                assert not call.func.attr.startswith("show"), f"{path.name}:{call.lineno}"


def test_a_fresh_state_is_made_of_who_is_known_and_nothing_copied_by_hand():
    made = {}
    for path in Path(dialogue.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "State":
                made[f"{path.name}:{call.lineno}"] = {keyword.arg for keyword in call.keywords}
    assert made and all(keys and keys <= {"person", "draft", "stage", "case"} for keys in made.values()), made


def test_every_kind_of_report_has_its_place_in_the_order_of_gravity():
    assert set(understanding._GRAVITY) == REPORT_INTENTS and set(understanding.KINDS) <= REPORT_INTENTS
