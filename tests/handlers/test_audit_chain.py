"""The chain over the audit tells what was changed, has gone or slipped in, and a copy outside what the table can't."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from handlers import audit_chain, audit_copy, vouching
from handlers.alarms import AlarmKind
from handlers.audit import Act, note
from handlers.console import guard
from handlers.console.alarming import Alarming
from handlers.console.check_audit import said
from handlers.store.models import Audit, AuditLink
from handlers.store.trust import console_trust
from tests.handlers.people import NOON


@pytest.fixture
async def chained(store, for_console, tmp_path):
    """A register that has begun, twelve lines in two links, and their copy."""
    store.trust = console_trust(for_console)
    async with store.writing() as session:
        await vouching.begin_if_new(session)
    for hour in range(2):
        at = NOON + timedelta(hours=hour)
        async with store.writing() as session:
            for number in range(6):
                note(session, Act.READ, at=at, staff_id="lan", case_id="c", detail=f"message:{number}")
        assert len(await guard.cover(store, at, tmp_path / "copy")) == 6
    assert await guard.cover(store, NOON, tmp_path / "copy") == []
    return store


async def checked(store, copied=()):
    async with store.reading() as session:
        return await audit_chain.check(session, copied)


async def do(store, *statements):
    async with store.writing() as session:
        for statement in statements:
            await session.execute(statement)


async def test_what_nobody_touched_is_whole(chained, tmp_path):
    found = await checked(chained, audit_copy.read(tmp_path / "copy"))
    assert (found.holds, found.lines, found.links) == (True, 12, 2)
    assert said(found) == "The audit is whole: 12 lines, 2 links."


async def test_a_line_that_was_changed_has_gone_or_slipped_in_is_named(chained, tmp_path):
    new = {"at": NOON, "staff_id": "lan", "act": "read"}
    await do(
        chained,
        update(Audit).where(Audit.id == 2).values(staff_id="hoa"),
        delete(Audit).where(Audit.id == 9),
        insert(Audit).values(id=0, **new),
    )
    found = await checked(chained)
    assert (found.changed, found.gone, found.uncovered, found.broken_at) == ((2,), (9,), (0,), None)
    assert "1 changed (2); 1 missing (9); 1 slipped in (0), from 2026-11-25 05:00 UTC on" in said(found)


async def test_a_link_that_was_made_to_fit_breaks_the_chain(chained):
    async with chained.writing() as session:
        line = await session.get_one(Audit, 2)
        line.staff_id = "hoa"
        link = await session.get_one(AuditLink, 1)
        parts = link.lines.split(",")
        link.lines = ",".join([parts[0], f"2:{audit_chain.fingerprint(line)}", *parts[2:]])
    found = await checked(chained)
    assert found.broken_at == NOON and "the chain is broken at 2026-11-25 05:00" in said(found)


async def test_what_was_cut_off_at_the_end_is_known_by_the_copy_alone(chained, tmp_path):
    await do(chained, delete(Audit).where(Audit.id > 6), delete(AuditLink).where(AuditLink.id == 2))
    assert (await checked(chained)).holds
    found = await checked(chained, audit_copy.read(tmp_path / "copy"))
    assert found.gone == (7, 8, 9, 10, 11, 12) and found.since == NOON
    alarming = Alarming(covered=audit_copy.last(tmp_path / "copy"))  # as a console that starts has it
    await guard.look(chained, alarming, NOON)
    assert [alarm.kind for alarm in alarming.beside] == [AlarmKind.AUDIT_CHANGED]


async def test_a_line_that_comes_late_is_covered_when_it_comes(chained):
    about = {"staff_id": "lan", "act": "read", "at": NOON}
    await do(chained, insert(Audit).values(id=20, **about))
    await guard.cover(chained, NOON, None)
    assert (await checked(chained)).holds
    await do(chained, insert(Audit).values(id=15, **about))
    assert len(await guard.cover(chained, NOON, None)) == 1
    assert (await checked(chained)).holds
    await do(chained, update(Audit).where(Audit.id == 15).values(act="claim"))
    assert (await checked(chained)).changed == (15,)


async def test_the_copy_has_codes_and_ids_alone_and_knows_of_the_register(chained, tmp_path, for_console):
    lines = (tmp_path / "copy").read_text().splitlines()
    assert len(lines) == 12 and '"act": "read"' in lines[0] and '"detail": "message:0"' in lines[0]
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    with (tmp_path / "copy").open("a") as out:
        out.write('{"id": 13, "at"')  # killed while it wrote
    assert len(list(audit_copy.read(tmp_path / "copy"))) == 12
    again = guard.remembering(console_trust(for_console), tmp_path / "copy")
    assert again.strict and again.register == chained.trust.register == 1
