"""Settings: what may be promised, and one readable line for whatever is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import settings
from bot.settings import Number, Operator, Settings, WrongSettings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("OPERATOR", "TELEGRAM_TOKEN", "STAFF_CHAT_ID", "DATABASE_URL", "WEB_BIND"):
        monkeypatch.delenv(f"CHUNGTAY_{name}", raising=False)


def test_without_an_operator_nothing_is_promised():
    line = Settings().line(True, NOW)
    assert line.operator is None and line.promises == () and line.provincial is None


def test_the_defaults_are_the_five_national_numbers():
    assert [number for _, number in Settings().line(True, NOW).numbers] == ["111", "112", "113", "114", "115"]


@pytest.mark.parametrize(("verified", "shown"), [("2026-06-01", True), ("2026-05-20", False), ("2027-01-01", False)])
def test_the_provincial_line_is_hidden_when_nobody_verified_it_for_six_months(verified: str, shown: bool):
    chosen = Settings(number_provincial=Number(number="0262 000 0000", verified=verified))
    assert (chosen.line(True, NOW).provincial is not None) is shown


def test_an_operator_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(
        "CHUNGTAY_OPERATOR",
        '{"name": "Sở", "answered_by": "cán bộ", "hours": "7-22", "promises": {"P0": "trong 5 phút"}}',
    )
    line = settings.read().line(False, NOW)
    assert line.operator == "Sở" and line.promises == ((0, "trong 5 phút"),)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OPERATOR", '{"name": "Sở"', "JSON such as"),
        ("OPERATOR", '{"hours": "24h"}', "name"),
        ("OPERATOR", '{"name":"Sở","answered_by":"cb","hours":"24h","promises":{"P7":"mai"}}', "P0, P1, P2 and P3"),
        ("WEB_BIND", "8080", "host:port"),
        ("DATABASE_URL", "mysql://u:geheim@h/x", "sqlite:///"),
        ("STAFF_CHAT_ID", "-100", "TELEGRAM_TOKEN"),
        ("STAFF_CHAT_ID", "nhóm", "STAFF_CHAT_ID"),
        ("TELEGRAM_API_URL", "api.telegram.org", "https://"),
        ("NUMBER_PROVINCIAL", '{"number": "0262"}', "verified"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it_and_never_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
):
    monkeypatch.setenv(f"CHUNGTAY_{name}", value)
    with pytest.raises(WrongSettings) as caught:
        settings.read()
    (line, *_more) = str(caught.value).splitlines()
    assert f"CHUNGTAY_{name}" in line or "TELEGRAM_TOKEN" in says
    assert says in str(caught.value)
    assert "geheim" not in str(caught.value) and "Traceback" not in str(caught.value)


def test_a_plain_name_is_an_operator_who_promises_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHUNGTAY_OPERATOR", "Sở Y tế")
    line = settings.read().line(True, NOW)
    assert line.operator == "Sở Y tế" and line.promises == () and line.hours == ""


def test_an_operator_promises_only_what_is_set():
    operator = Operator(name="Sở", answered_by="cán bộ", hours="7-22")
    assert Settings(operator=operator).line(True, NOW).promises == ()
