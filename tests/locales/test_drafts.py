"""Who reads Ê Đê sees what two speakers reviewed, and drafts only where they are asked for, marked as such."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from bot.channels import Shows
from bot.channels.render import render
from bot.dialogue.effects import Say
from bot.dialogue.text import Choice, Text
from bot.settings import Settings
from locales import DRAFT_MARK, texts_of, translator

CATALOGUE = Path(__file__).parents[2] / "locales" / "rad" / "LC_MESSAGES" / "messages.po"
BUTTONS = Shows(buttons=True, max_text=4096)
MARK = translator("vi")(DRAFT_MARK)
_, DRAFTS = texts_of(polib.pofile(str(CATALOGUE)), "rad")
MSGID = min(DRAFTS, key=len)  # whichever no speaker has reviewed yet
SAY = Say((Text(MSGID),), "asked", (Choice("yes", MSGID), Choice("no", "nothing of ours")))


def entry(before: str) -> polib.POEntry:
    return polib.pofile(f'msgid ""\nmsgstr ""\n\n{before}msgid "Father"\nmsgstr "Ama"\n')[0]


@pytest.mark.parametrize(
    ("before", "is_final"),
    [
        ("# reviewed-by: A.\n# reviewed-by: B.\n", True),
        ("# reviewed-by: A.\n# reviewed-by: B.\n#, fuzzy\n", False),
        ("# reviewed-by: A.\n", False),
        ("", False),
    ],
)
def test_only_what_two_people_reviewed_is_final(before: str, is_final: bool):
    final, drafts = texts_of([entry(before)], "rad")
    assert ("Father" in final) is is_final
    assert ("Father" in drafts) is not is_final


def test_a_reader_of_ede_reads_vietnamese_where_nothing_is_reviewed():
    assert render(SAY, "rad", BUTTONS) == render(SAY, "vi", BUTTONS)


def test_a_draft_stands_marked_above_its_vietnamese_when_asked_for():
    told = render(SAY, "rad", BUTTONS, drafts=True)
    assert told.text == f"{DRAFTS[MSGID]} {MARK}\n{translator('vi')(MSGID)}"


def test_on_a_button_the_two_share_a_line_and_what_has_no_draft_stands_alone():
    both, other = (label for _, label in render(SAY, "rad", BUTTONS, drafts=True).choices)
    assert both == f"{DRAFTS[MSGID]} {MARK} · {translator('vi')(MSGID)}" and other == "nothing of ours"


def test_a_draft_that_does_not_fit_the_button_is_left_out():
    narrow = Shows(buttons=True, max_text=4096, max_label=len(DRAFTS[MSGID]))
    assert render(SAY, "rad", narrow, drafts=True).choices == render(SAY, "vi", narrow).choices


def test_a_draft_inside_another_text_breaks_no_line():
    line = Say((Text("{name}: {words}", (("name", Text(MSGID)), ("words", "12"))),))
    assert render(line, "rad", BUTTONS, drafts=True).text.endswith(f" {MARK} · {translator('vi')(MSGID)}: 12")


def test_nobody_else_sees_drafts():
    assert render(SAY, "vi", BUTTONS, drafts=True) == render(SAY, "vi", BUTTONS)
    assert Settings.model_fields["show_drafts"].default is False
