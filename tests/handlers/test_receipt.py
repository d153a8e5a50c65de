"""The receipt code: found in what people type, opening one case, slower after wrong ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import escalation, referral, reply, report
from handlers.case import Because, ItemKind, Status
from handlers.guesses import REPORTERS, Guesses
from handlers.receipt import Receipt, Slowed, find_by_receipt, in_groups, new_receipt, receipt_digits, words_beside
from handlers.store.models import Case
from tests.handlers.people import NOON, hire, minutes, opened

CODE = "123456789012345"


def tried(session, keys, text, now):
    return find_by_receipt(session, keys.receipts, text, now=now, guesses=Guesses(REPORTERS), who="one")


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "123 456 789 012 345",
        "mã của em là 123-456-789-012-345 ạ",
        "123.456.789.012.345.",
        "123  456  789  012  345",
        "123\n456\n789\n012\n345",
        "12345 67890 12345",
        "123 – 456 – 789 – 012 – 345",
        "số 0912345678, mã 123 456 789 012 345",
        "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5",
        "123, 456, 789, 012, 345",
        "123,456,789,012,345",
        "(123) (456) (789) (012) (345)",
        "[123 456 789 012 345]",
        "mã em là [123], [456], [789], [012], [345] ạ",
        "123    456    789    012    345",
        "12\u200b3\u2060 456\ufeff 789 0\u200d12 345\u200e",
        "\u200b1\u200b2\u200b3456789012345",
        "１２３ ４５６ ７８９ ０１２ ３４５",
    ],
)
def test_a_code_is_found_as_people_write_it(text):
    assert receipt_digits(text) == CODE
    assert receipt_digits(unicodedata.normalize("NFD", text)) == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "0912345678",
        "4111 1111 1111 1111",
        "12345678901234",
        "1234567890123456",
        "26-0421",
        "100.000, 200.000, 300.000",
        "12.60000, 108.30000",
    ],
)
def test_other_numbers_are_not_taken_for_a_code(text):
    assert receipt_digits(text) is None


@pytest.mark.parametrize(
    "code", ["123, 456, 789, 012, 345", "(123) (456) (789) (012) (345)", "12\u200b3 456 789 012 345"]
)
def test_the_words_beside_a_code_are_what_is_not_of_it(code):
    assert not any(sign.isdecimal() for sign in words_beside(f"mã của em là {code} ba em lại đánh em"))
    assert words_beside(f"mã của em là {code}") == ""


@given(st.text())
def test_no_text_is_too_strange_to_look_at(text):
    found = receipt_digits(text)
    assert found is None or (len(found) == 15 and found.isascii())


def test_a_new_code_is_read_back_from_its_groups():
    for code in (new_receipt() for _ in range(100)):
        assert receipt_digits(in_groups(code)) == code


async def test_a_right_code_opens_its_status_and_nothing_else(store, for_bot, for_console):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        await opened(session, for_bot)
        case = await opened(session, for_bot)
        found = await tried(session, for_bot, f"mã {case.receipt}", NOON)
        assert found == Receipt(case.case_id, Status.OPEN, 0)
        await escalation.claim(session, case.case_id, lan, NOON)
        await reply.send(session, for_console, case.case_id, lan, "Chào em", now=NOON)
        assert await tried(session, for_bot, case.receipt, NOON) == Receipt(case.case_id, Status.CLAIMED, 1)
        # the console holds the same look-up key, for people who telephone
        assert isinstance(await tried(session, for_console, case.receipt, NOON), Receipt)


async def test_the_code_itself_is_not_stored(store, for_bot):
    async with store.writing() as session:
        receipt = (await opened(session, for_bot)).receipt.replace(" ", "")
        stored = await session.scalar(select(Case.receipt_hash))
    assert stored is not None and receipt not in stored


async def test_wrong_codes_slow_who_typed_them_and_nobody_else(store, for_bot):
    guesses = Guesses(REPORTERS)
    async with store.writing() as session:
        right = (await opened(session, for_bot)).receipt

        async def try_code(code: str, seconds: float, who: str = "one") -> object:
            now = minutes(seconds / 60)
            return await find_by_receipt(session, for_bot.receipts, code, now=now, guesses=guesses, who=who)

        assert [await try_code(CODE, second) for second in range(5)] == [None] * 5
        assert await try_code(right, 4) == Slowed(30)
        assert await try_code(CODE, 14.5) == Slowed(20)  # and this one is not counted
        assert isinstance(await try_code(right, 14.5, "other"), Receipt)
        assert isinstance(await try_code(right, 34), Receipt)
        at, waits = 34, []
        for _ in range(5):
            assert await try_code(CODE, at) is None
            slowed = await try_code(right, at)
            assert isinstance(slowed, Slowed)
            waits.append(slowed.wait_seconds)
            at += slowed.wait_seconds
        assert waits == [60, 120, 240, 300, 300]
        assert await try_code("mã của em đâu", at - 1) is None  # no attempt
        assert isinstance(await try_code(right, 2 * 3600), Receipt)


@pytest.mark.parametrize("because", list(Because))
async def test_the_status_says_that_it_was_referred_and_why_it_was_closed(store, for_bot, because):
    async def status(session, code):
        return (await tried(session, for_bot, code, minutes(9))).status

    async with store.writing() as session:
        await hire(session, "Lan")
        new = await opened(session, for_bot)
        await escalation.claim(session, new.case_id, "lan", NOON)
        await referral.refer(session, new.case_id, "lan", "Trạm y tế (ví dụ)", minutes(1))
        assert await status(session, new.receipt) == "referred"
        await escalation.close(session, new.case_id, "lan", "xong", minutes(2), because)
        assert await status(session, new.receipt) == f"closed:{because}"
        await report.add(session, new.case_id, ItemKind.MESSAGE, "vẫn còn", now=minutes(3))
        assert await status(session, new.receipt) == "open"
