"""One's own page, and what the records show."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handlers.permission import Role
from handlers.store.keys import token_hash
from handlers.store.models import Kept, OneTimeLink, Staff
from handlers.triage import Level
from tests.handlers.people import WORDS, opened

# What these pages ask of the database is asked on both elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_telegram_is_linked_by_a_link_that_the_bot_can_find_by_its_hash(house):
    visitor = await house.hire_and_sign_in("Lan")
    assert "No Telegram bot is running yet" in (await visitor.get("/me")).text
    async with house.store.writing() as session:
        session.add(Kept(key="bot_username", value="chungtay_bot"))
    page = (await visitor.post("/me/telegram")).text
    token = re.search(r"https://t\.me/chungtay_bot\?start=link_([\w-]{22,59})\"", page)[1]
    async with house.store.reading() as session:
        link = await session.get(OneTimeLink, token_hash(token))
        staff = await session.scalar(select(Staff))
    assert (link.kind, link.staff_id, link.used_at) == ("telegram", staff.id, None)
    assert len(f"link_{token}") <= 64  # as much as Telegram passes on


async def test_unlinking_forgets_the_chat(house):
    visitor = await house.hire_and_sign_in("Lan")
    async with house.store.writing() as session:
        staff = await session.scalar(select(Staff))
        staff.telegram_hash, staff.telegram_address = "x", b"y"
    await visitor.post("/me/telegram/unlink")
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff))
    assert (staff.telegram_hash, staff.telegram_address) == (None, None)


async def test_the_records_name_who_read_which_case_once_for_each_reading(house, for_bot):
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, Level.P1, now=house.now())).number
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    house.now.go(minutes=1)
    await mai.get(f"/cases/{number}?open=yes")
    house.now.go(minutes=1)
    await mai.get(f"/cases/{number}?open=yes")
    page = (await mai.get("/audit")).text
    for odd in ("²", "-1", "x", "9" * 40, ""):
        assert (await mai.get(f"/audit?before={odd}")).status_code == 200
    assert page.count("read the case") == 2 and number in page and "Mai" in page
    assert WORDS not in page
