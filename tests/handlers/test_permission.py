"""Who may do what: the one table."""

from __future__ import annotations

import pytest

from handlers.permission import Right, Role, may


@pytest.mark.parametrize("right", Right)
def test_every_right_is_somebodys(right: Right) -> None:
    assert any(may(role, right) for role in Role)


def test_what_is_not_in_the_table_is_denied():
    assert not may(Role.ADMINISTRATOR, "erase_everything")
    assert not may("visitor", Right.CORRECT)


def test_only_an_administrator_invites_and_only_those_who_lead_act_on_other_peoples_cases():
    assert [role.value for role in Role if may(role, Right.INVITE)] == ["administrator"]
    assert not may(Role.OFFICER, Right.LEAD)
    assert may(Role.SUPERVISOR, Right.LEAD)


def test_an_administrator_reads_no_case_but_their_own() -> None:
    assert [role for role in Role if may(role, Right.READ_ANY)] == [Role.SUPERVISOR]
