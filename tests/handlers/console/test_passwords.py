"""Passwords that others choose too are refused, kindly, and a few plain words of this country are taken."""

from __future__ import annotations

import pytest

from handlers.console.passwords import is_common
from handlers.console.set_up import DIFFERENT, TOO_SIMPLE, wrong_password
from tests.handlers.console.visits import PASSWORD

ABOUT = ("hoa.tran", "Trần Thị Hoa")
COMMON = [
    "Password123!", "qwertyuiop[]", "Abc@12345678", "iloveyou1234", "aaaaaaaaaaaa", "!!!!????....",  # anywhere
    "Mật khẩu 123456", "anhyeuem1234", "Chungtay@2026", "Buôn Ma Thuột 2024", "krongpac123456", "0912345678abc",
    "Không có gì quý hơn độc lập tự do", "công cha như thái sơn", "nguyenvanan1985",  # here
    "HoaTran@123456", "tran thi hoa 1990", "hoa.tran.hoa.tran",  # one's own
]  # fmt: skip
GOOD = [PASSWORD, "bàn ghế sông mây", "xoài đỏ ngồi hát", "đèn gỗ mưa xanh tám", "kT9#vQ2!mZ7x"]


def test_what_others_choose_too_is_refused_and_says_what_to_do():
    assert [password for password in COMMON if not is_common(password, ABOUT)] == []
    assert wrong_password(COMMON[0], COMMON[0], *ABOUT) == TOO_SIMPLE and "four or five words" in TOO_SIMPLE


def test_a_few_words_that_have_nothing_to_do_with_each_other_are_taken():
    assert [password for password in GOOD if is_common(password, ABOUT)] == []
    assert wrong_password(GOOD[1], GOOD[1], *ABOUT) == "" and wrong_password(GOOD[1], GOOD[2]) == DIFFERENT


def test_looking_at_a_password_takes_no_longer_for_a_longer_one():
    assert is_common("a" * 256, ()) and not is_common("bàn ghế sông mây " * 15, ())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_behind_an_invitation_too(house):
    administrator = await house.hire_and_sign_in("Boss", "administrator")
    form = {"name": "Trần Thị Hoa", "login": "hoa.tran", "role": "case_worker", "vi": "yes"}
    page = (await administrator.post("/staff/invite", **form)).text
    link = "/invitation/" + page.split("/invitation/")[1].split('"')[0].split("<")[0].strip()
    for password in ("Password123!", "tran thi hoa 1990"):
        refused = await house.visitor().post(link, password=password, again=password)
        assert refused.status_code == 400 and TOO_SIMPLE in refused.text and password not in refused.text
    assert (await house.visitor().post(link, password=PASSWORD, again=PASSWORD)).status_code == 303
