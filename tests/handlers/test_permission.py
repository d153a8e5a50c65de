"""Who may do what: the one table, and the documents that are written from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.report.draft import NAMES
from bot.dialogue.report.questions import QUESTIONS
from handlers.console import opening, role_table
from handlers.permission import (
    TABLE,
    UNREAD,
    Right,
    Role,
    Standing,
    holders,
    may,
    reach_of,
    reaches,
    rights_on,
    standing_of,
)

ROOT = Path(__file__).parents[2]
NO_CASES = (Role.ADMINISTRATOR, Role.AUDITOR, Role.CAMPAIGNER, Role.LEADER)


@pytest.mark.parametrize("right", Right)
def test_every_right_is_somebodys(right: Right) -> None:
    assert holders(right)
    assert set(TABLE[right]) <= set(Role)


def test_what_is_not_in_the_table_is_denied():
    assert not may(Role.ADMINISTRATOR, "erase_everything")
    assert not may("visitor", Right.CORRECT)
    assert not reaches("officer", Right.READ, set(Standing))


@pytest.mark.parametrize("role", NO_CASES)
def test_administrators_auditors_campaigners_and_leaders_can_do_nothing_to_any_case(role):
    assert rights_on(role, set(Standing)) == frozenset()


def test_nothing_is_done_to_a_case_that_one_may_not_read_but_what_brings_somebody_to_it_or_makes_it_louder():
    for role in Role:
        reads = frozenset[Standing]().union(*(reach_of(role, right) for right in opening.PARTS))
        blind = {right for right in Right if right not in UNREAD and reach_of(role, right) - reads}
        assert blind == set(), role


def test_who_may_claim_goes_on_duty_and_nobody_else():
    assert holders(Right.CLAIM) == holders(Right.DUTY) == (Role.INTAKE, Role.CASE_WORKER, Role.SUPERVISOR)
    assert holders(Right.LEAD) == (Role.SUPERVISOR,)


def test_intake_reads_what_nobody_has_and_neither_lowers_nor_closes():
    assert reach_of(Role.INTAKE, Right.READ) == {Standing.UNCLAIMED, Standing.OWN, Standing.OWN_CLOSED}
    assert not may(Role.INTAKE, Right.CLOSE) and not may(Role.INTAKE, Right.LOWER)


def test_a_commune_reads_and_no_more_and_an_interpreter_answers_nobody():
    assert rights_on(Role.COMMUNE, set(Standing)) == {Right.SEE, Right.READ_REPORT}
    assert rights_on(Role.INTERPRETER, set(Standing)) == {
        Right.SEE,
        Right.READ_TALK,
        Right.HEAR,
        Right.RAISE,
        Right.TRANSLATE,
    }


def test_only_an_administrator_gives_access():
    for right in (Right.INVITE, Right.CHANGE_ROLE, Right.DEACTIVATE):
        assert holders(right) == (Role.ADMINISTRATOR,)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("standing", Standing)
def test_whoever_may_do_something_to_a_case_sees_it_and_nobody_reads_it_in_two_ways(role, standing):
    is_anothers = standing in (Standing.PASSED_ON, Standing.OFFERED)  # what is passed on or offered is always another's
    others = {Standing.ANOTHERS} if is_anothers else set()
    had = rights_on(role, {standing, *others})
    assert not had or Right.SEE in had
    assert len(had & opening.PARTS.keys()) <= 1


def test_a_standing_follows_from_who_has_the_case():
    assert standing_of("lan", None, "open") == Standing.UNCLAIMED
    assert standing_of("lan", "lan", "claimed") == Standing.OWN
    assert standing_of("lan", "minh", "claimed") == Standing.ANOTHERS
    assert standing_of("lan", "lan", "closed") == Standing.OWN_CLOSED
    assert standing_of("lan", None, "closed") == standing_of("lan", "minh", "closed") == Standing.CLOSED


def test_every_right_and_standing_has_its_words():
    assert set(role_table.RIGHTS) == set(Right) and set(role_table.STANDINGS) == set(Standing)


@pytest.mark.parametrize(("name", "language"), role_table.DOCUMENTS.items())
def test_the_documents_hold_the_table_as_it_is(name: str, language: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page == role_table.written_into(page, language), "run: python -m handlers.console.role_table"


def test_a_document_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        role_table.written_into("# Nothing", "vi")


def test_of_every_question_it_is_decided_whether_a_commune_reads_its_answer() -> None:
    """A new question fails here: it tells of the child, or of who reports and how to reach them."""
    of_the_reporter = {"role", "contact", "contact_how", "call_hours", "danger_contact", "safe_to_write", "safe_hours"}
    asked = {question.key for question in QUESTIONS} | set(NAMES) | {"note"}
    assert opening._OF_THE_CHILD.isdisjoint(of_the_reporter)
    assert asked == opening._OF_THE_CHILD | of_the_reporter
