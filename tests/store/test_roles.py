"""What the clock's role in PostgreSQL may do: all that the clock does, and nothing of what people said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from handlers import clock, duty_list, escalation, reply, tasks
from handlers.start import open_store
from handlers.store.engine import Store
from handlers.store.models import OneTimeLink, Received, SentMessage, WebLine
from tests.handlers.console.visits import Time
from tests.handlers.people import NOON, alerted, chat, hire, opened

RIGHTS = Path(__file__).parents[2] / "deploy" / "postgresql-clock.sql"
ROLE = "chungtay-clock"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def as_clock(database_url: str) -> AsyncIterator[Store]:
    with psycopg.connect(database_url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,)).fetchone() is None:
            owner.execute(f'CREATE ROLE "{ROLE}"')
        for _ in range(2):  # as often as one likes
            owner.execute(RIGHTS.read_text(encoding="utf-8"))
    url = make_url(database_url).update_query_dict({"options": f"-c role={ROLE}"})
    store = await open_store(url.render_as_string(hide_password=False))
    yield store
    await store.close()


async def test_the_clock_has_the_rights_for_everything_it_does(store, as_clock, for_bot, for_console):
    now = Time()
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        await duty_list.add(session, "lan", "minh", [NOON.date()], time(7), time(19), 1, NOON)
        case = (await opened(session, for_bot)).case_id
        answered = (await opened(session, for_bot)).case_id
        await escalation.claim(session, answered, "lan", NOON)
        await reply.send(session, for_console, answered, "lan", "Chào em", now=NOON)
        await tasks.add(session, answered, "lan", "Gọi lại", NOON + timedelta(minutes=1), "", NOON)
        idle = await chat(session)
        session.add(SentMessage(conversation_id=idle.id, sealed=b"x", sent_at=NOON))
        session.add(WebLine(conversation_id=idle.id, sealed=b"x", created_at=NOON))
        session.add(Received(channel="web", update_id="1", seen_at=NOON, kind="handled"))
        session.add(OneTimeLink(token_hash="x", kind="invitation", expires_at=NOON))
    with capture_logs() as logs:
        for length in (timedelta(minutes=2), timedelta(days=40)):
            now.at = NOON + length
            for one in clock.rounds(as_clock, now, lambda: None):
                await one.step()
    assert [line for line in logs if line["event"] != "silent"] == []
    async with store.reading() as session:
        assert (1, "staff:minh") in await alerted(session, case)
        for table in ("sent_messages", "web_lines", "inbox", "one_time_links"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
        assert await session.scalar(text("SELECT count(*) FROM tasks WHERE warned_at IS NOT NULL")) == 1
        assert await session.scalar(text("SELECT count(*) FROM conversations")) == 2
        assert await session.scalar(text("SELECT count(*) FROM replies WHERE sealed IS NOT NULL")) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM items",
        "SELECT for_console FROM case_keys",
        "SELECT state FROM conversations",
        "SELECT address FROM conversations",
        "SELECT body FROM outbox",
        "SELECT sealed FROM mail_routes",
        "SELECT code_hash FROM mail_routes",
        "DELETE FROM shifts",
        "SELECT sealed FROM web_lines",
        "SELECT token_hash FROM staff_sessions",
        "SELECT act FROM audit",
        "SELECT number FROM arrivals",
        "SELECT link_code FROM campaign_variants",
        "UPDATE cases SET status = 'closed'",
        "UPDATE cases SET alerted_at = now()",
        "UPDATE alerts SET delivered_at = now()",
        "UPDATE staff SET role = 'supervisor'",
        "DELETE FROM cases",
        "DELETE FROM items",
        "UPDATE tasks SET done_at = now()",
        "SELECT text FROM situation_texts",
    ],
)
async def test_and_no_others(as_clock, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with as_clock.writing() as session:
            await session.execute(text(statement))
