"""Nobody reads what is not sealed for them, and the raw database holds none of the reporter's words."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.engine import make_url

from handlers import correction, escalation, reply, report
from handlers.case import ItemKind
from handlers.correction import Corrected
from handlers.store import seal
from handlers.store.models import Base, Item
from handlers.store.seal import CannotOpen
from handlers.triage import Level
from tests.handlers.people import hire, judged, minutes, opened, told

MARKER = "Mật-khẩu-của-gió 7f3c9e"


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_is_sealed_is_opened_by_its_private_half_at_its_place(plain, about):
    private = seal.new_private_key()
    sealed = seal.seal(plain, seal.public_half(private), about)
    assert seal.unseal(sealed, private, about) == plain
    with pytest.raises(CannotOpen):
        seal.unseal(sealed, private, about + "x")
    with pytest.raises(CannotOpen):
        seal.unseal(sealed, seal.new_private_key(), about)


@pytest.mark.parametrize("damage", [lambda sealed: sealed[:-1], lambda sealed: sealed[:-1] + b"\0", lambda _: b""])
def test_damaged_bytes_are_not_opened(damage):
    private = seal.new_private_key()
    sealed = seal.seal(b"x" * 50, seal.public_half(private), "item")
    with pytest.raises(CannotOpen):
        seal.unseal(damage(sealed), private, "item")


def test_a_cases_key_is_unwrapped_by_console_and_recovery_and_by_nobody_else(for_bot, for_console):
    recovery = seal.new_private_key()
    wrapped = seal.new_case_keys("a", for_bot.console_public, seal.public_half(recovery))
    by_console = seal.case_private_key("a", wrapped.for_console, for_console.private)
    assert by_console == seal.case_private_key("a", wrapped.for_recovery, recovery)
    assert seal.public_half(by_console) == wrapped.public
    with pytest.raises(CannotOpen):
        seal.case_private_key("a", wrapped.for_console, for_bot.private)
    with pytest.raises(CannotOpen):
        seal.case_private_key("b", wrapped.for_console, for_console.private)
    ours = seal.new_staff_keys("a", for_bot.console_public, seal.public_half(recovery))
    by_console = seal.staff_private_key("a", ours.for_console, for_console.private)
    assert by_console == seal.staff_private_key("a", ours.for_recovery, recovery)
    with pytest.raises(CannotOpen):
        seal.staff_private_key("b", ours.for_console, for_console.private)
    with pytest.raises(CannotOpen):  # neither passes for the other
        seal.case_private_key("a", ours.for_console, for_console.private)


async def test_no_item_of_a_case_opens_with_the_bots_keys(store, for_bot, for_console):
    async with store.writing() as session:
        case = await everything_with_the_marker(session, for_bot, for_console)
        for item in await session.scalars(select(Item)):
            for about in (seal.about_item(case, item.id), seal.about_reply(case, item.id)):
                with pytest.raises(CannotOpen):
                    seal.unseal(item.sealed, for_bot.private, about)


async def test_the_raw_database_holds_none_of_the_words(store, database_url, for_bot, for_console):
    async with store.writing() as session:
        await everything_with_the_marker(session, for_bot, for_console)
    await store.close()
    raw = raw_bytes(database_url)
    assert b"lan" in raw  # the search itself works: a login is plain
    for words in (MARKER, "gió 7f3c9e", "7f3c9e"):
        assert words.encode() not in raw
        assert words.encode("utf-16-le") not in raw


async def everything_with_the_marker(session, for_bot, for_console) -> str:
    """A case whose every text is the marker, from report to closing reason."""
    await hire(session, "Lan")
    case = (await opened(session, for_bot, Level.P1)).case_id
    await report.complete(session, case, told(MARKER), judged(Level.P1), now=minutes(1))
    await report.add(session, case, ItemKind.MESSAGE, MARKER, now=minutes(1))
    await report.danger_again(session, case, told(MARKER), judged(Level.P0), now=minutes(2))
    await escalation.claim(session, case, "lan", minutes(3))
    await reply.send(session, for_console, case, "lan", MARKER, now=minutes(3))
    await correction.propose(session, case, "lan", "what", Corrected(MARKER, "greet", False, "vi"), now=minutes(3))
    await escalation.lower(session, case, "lan", Level.P2, MARKER, minutes(4))
    await escalation.close(session, case, "lan", MARKER, minutes(5))
    await session.flush()
    return case


def raw_bytes(url: str) -> bytes:
    """The database's files with their journals; of PostgreSQL every row of every table in binary."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))
    found = []
    with psycopg.connect(make_url(url).render_as_string(hide_password=False)) as connection:
        for table in Base.metadata.tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:  # type: ignore[arg-type]
                found += [bytes(row) for row in rows]
    return b"".join(found)
