"""Every code that crosses a boundary has its words, and no words are kept for a code that there is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

import polib
import pytest

from bot import alerting, duty_texts
from handlers import handing_over
from handlers.alarms import AlarmKind
from handlers.alerts import SILENT_KINDS
from handlers.audit import Act
from handlers.case import Because, ItemKind, Remark, Status
from handlers.console import queue, said_words, shift_words, words
from handlers.console.said import Said
from handlers.escalation import Outcome
from handlers.handing_over import Answer
from handlers.outbox import Kind
from handlers.permission import Role
from handlers.triage import Level
from locales import translator
from tests.fakes.services import ROOT

# A correction is no entry of the timeline: it has a page of its own.
TIMELINE = set(ItemKind) - {ItemKind.CORRECTION, ItemKind.FIGURES}


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (Act, words.ACTS),
        (Said, said_words.SAID),
        (AlarmKind, words.ALARMS),
        (Level, words.LEVELS),
        (Level, words.SYMBOLS),
        (Status, words.STATUSES),
        (Role, words.ROLES),
        (Role, words.ROLE_NOTES),
        (Because, words.BECAUSE),
        (Remark, words.REMARKS),
        (TIMELINE, words.KINDS),
        (Outcome, duty_texts.ANSWERS),
        (Answer, duty_texts.ACCEPTED),
        (handing_over.Outcome, shift_words.OUTCOMES),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_code_has_a_label_and_every_label_a_code(codes: type[Enum], labels: Mapping[Enum, str]) -> None:
    assert set(labels) == set(codes)
    assert all(labels.values())


@pytest.mark.parametrize("code", Said)
def test_a_code_in_the_address_is_a_sentence_in_vietnamese(code: Said) -> None:
    assert translator("vi")(said_words.said(code)) not in ("", said_words.said(code))


@pytest.mark.parametrize("code", ["", "no_such_code", "claimed "])
def test_a_code_that_there_is_not_says_nothing(code: str) -> None:
    assert said_words.said(code) == ""


def test_whatever_a_claim_comes_to_the_console_says_it() -> None:
    assert set(queue.SAID_OF) == set(Outcome)


def test_every_job_is_somebodys() -> None:
    """What the desk does not do, `Delivery` does; there mypy holds it to every kind."""
    to_reporters = {Kind.SAY, Kind.PLAY, Kind.ERASE, Kind.ERASE_CHAT, Kind.FORGET, Kind.REPLY_NOTICE}
    assert alerting.KINDS.isdisjoint(to_reporters)
    assert alerting.KINDS | to_reporters == set(Kind)
    assert set(SILENT_KINDS.values()) <= alerting.KINDS


def test_staff_are_called_by_the_same_kind_word_everywhere() -> None:
    """Vietnamese has no plain "you": staff are "anh/chị", on every page and in every alert, never "bạn"."""
    catalogue = polib.pofile(str(ROOT / "locales" / "vi" / "LC_MESSAGES" / "messages.po"))
    ours = [one for one in catalogue if one.occurrences and all(_is_for_staff(path) for path, _ in one.occurrences)]
    assert len(ours) > 500
    wrong = [one.msgstr for one in ours if re.search(r"\bbạn\b", one.msgstr, re.I) and not _of_friends(one.msgid)]
    assert wrong == []


def _is_for_staff(path: str) -> bool:
    return path.startswith(("handlers/console/", "bot/duty", "bot/alerting"))


def _of_friends(msgid: str) -> bool:
    return any(word in msgid for word in ("friend", "peers"))


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("Keep the case", "Giữ hồ sơ"),
        ("Keep it", "Lưu câu mẫu"),
        ("Ask", "Nhờ dịch"),
        ("Ask them", "Nhờ nhận bàn giao"),
        ("until {time}", "hạn {time}"),
        ("works until {time}", "dùng được đến {time}"),
    ],
)
def test_one_short_text_serves_one_meaning(text: str, vi: str) -> None:
    """Two pages that share "Keep it" share its Vietnamese: where that differs, the English has to differ too."""
    assert translator("vi")(text) == vi
