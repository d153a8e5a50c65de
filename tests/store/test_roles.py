"""What each process's role in PostgreSQL may do: all that the process does, and nothing else that is worth stealing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import time, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from bot.duty import Duty
from handlers import audit_chain, claiming, clock, duty_list, escalation, reply, tasks, vouching
from handlers.audit import Act, note
from handlers.campaigns import arriving, counting
from handlers.campaigns.counting import Counted
from handlers.campaigns.topics import Step
from handlers.clock import ladder
from handlers.clock.watch import watch
from handlers.console import guard
from handlers.console.auth import make_link
from handlers.figures import counters
from handlers.start import open_store
from handlers.store.engine import Store
from handlers.store.models import Base, OneTimeLink, Received, SentMessage, Staff, WebLine
from handlers.store.trust import Trust, bot_trust, console_trust
from tests.handlers.console.visits import Time
from tests.handlers.people import NOON, alerted, case_of, chat, hire, opened

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@asynccontextmanager
async def acting_as(process: str, owner_url: str, trust: Trust | None = None) -> AsyncIterator[Store]:
    """A store with the rights of this process and no others."""
    role = f"chungtay-{process}"
    with psycopg.connect(owner_url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
            owner.execute(f'CREATE ROLE "{role}"')
        for _ in range(2):  # as often as one likes
            owner.execute((DEPLOY / f"postgresql-{process}.sql").read_text(encoding="utf-8"))
    url = make_url(owner_url).update_query_dict({"options": f"-c role={role}"})
    store = await open_store(url.render_as_string(hide_password=False), trust)
    yield store
    await store.close()


@pytest.fixture
async def as_clock(database_url: str) -> AsyncIterator[Store]:
    async with acting_as("clock", database_url) as store:
        yield store


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
        "SELECT password_hash FROM staff",
        "UPDATE cases SET claim_proof = NULL",
        "DELETE FROM register",
        "SELECT for_console FROM staff_keys",
        "SELECT proof FROM items",
    ],
)
async def test_and_no_others(as_clock, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with as_clock.writing() as session:
            await session.execute(text(statement))


async def test_the_bot_links_claims_and_takes_in_with_its_rights_alone(store, database_url, for_bot, for_console):
    """What else it does is tried in tests/bot; a whole process with these rights is attacked by bench/adversary."""
    store.trust = console_trust(for_console)
    async with store.writing() as session:
        await vouching.begin_if_new(session)
        await vouching.vouch(session, await session.get_one(Staff, await hire(session, "Lan", linked=False)))
        token = await make_link(session, "telegram", NOON + timedelta(minutes=5), staff_id="lan")
    async with acting_as("bot", database_url, bot_trust(for_bot)) as as_bot:
        async with as_bot.writing() as session:
            case_id = (await opened(session, for_bot)).case_id
            await counters.count(session, "web", counters.What.REPORT, NOON)
            await counting.write(session, {Counted("x", NOON.date(), Step.OPENED, "vi"): 1})
            assert await arriving.doors(session, NOON) == {}
        duty = Duty(as_bot, for_bot, lambda: NOON)
        assert "Lan" in await duty.linked(token, "7", "7")
        assert await duty.linked(token, "8", "8") != await duty.linked(token, "7", "7")
        await duty.pressed("7", f"claim:{case_id}")
        for _ in range(2):
            await watch(as_bot, NOON + timedelta(hours=1))
            await ladder.climb(as_bot, NOON + timedelta(hours=1))
        await refused(as_bot, *_NOT_THE_BOTS)
    async with store.reading() as session:
        case = await case_of(session, case_id)
        assert case.claimed_by == "lan" and claiming.is_proved(store.trust, case)


_NOT_THE_BOTS = (
    "SELECT password_hash FROM staff",
    "SELECT totp_secret FROM staff",
    "SELECT for_console FROM case_keys",
    "SELECT token_hash FROM staff_sessions",
    "SELECT token_hash FROM wall_links",
    "SELECT act FROM audit",
    "SELECT lines FROM audit_links",
    "SELECT sealed FROM drafts",
    "SELECT public FROM staff_keys",
    "INSERT INTO staff_keys (case_id) VALUES ('x')",
    "UPDATE items SET proof = NULL",
    "UPDATE replies SET proof = NULL",
    "SELECT * FROM case_facts",
    "INSERT INTO staff_sessions (token_hash, staff_id, created_at, seen_at) VALUES ('x', 'lan', now(), now())",
    "INSERT INTO one_time_links (token_hash, kind, expires_at) VALUES ('x', 'first', now())",
    "INSERT INTO staff (id) VALUES ('x')",
    "UPDATE staff SET role = 'supervisor'",
    "UPDATE staff SET active = false",
    "UPDATE staff SET proof = NULL",
    "UPDATE staff SET on_duty_since = NULL",
    "UPDATE one_time_links SET kind = 'first'",
    "UPDATE audit SET staff_id = NULL",
    "DELETE FROM audit",
    "DELETE FROM cases",
    "DELETE FROM case_keys",
    "DELETE FROM staff",
    "UPDATE items SET sealed = NULL",
    "UPDATE items SET staff_id = 'lan'",
    "DELETE FROM register",
    "UPDATE register SET number = 0",
)


async def test_nobody_but_set_up_changes_the_record_or_its_chain(database_url, for_console):
    async with acting_as("console", database_url, console_trust(for_console)) as as_console:
        async with as_console.writing() as session:
            await vouching.begin_if_new(session)
            note(session, Act.SIGN_IN, at=NOON)
        await guard.cover(as_console, NOON, None)
        async with as_console.reading() as session:
            assert (await audit_chain.check(session)).holds
        await refused(
            as_console,
            "UPDATE audit SET staff_id = NULL",
            "DELETE FROM audit",
            "UPDATE audit_links SET lines = ''",
            "DELETE FROM audit_links",
            "SELECT body FROM inbox",
            "SELECT sealed FROM web_lines",
        )


async def refused(store: Store, *statements: str) -> None:
    for statement in statements:
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with store.writing() as session:
                await session.execute(text(statement))


def test_what_is_taken_from_the_bot_is_what_none_of_its_modules_names(database_url):
    """So a table that is only for the console is not given, and the bot never learns at night that one was not."""
    named = {alias for _, alias in _imports_of_the_bot()}
    rights = (DEPLOY / "postgresql-bot.sql").read_text(encoding="utf-8")
    given = set(re.findall(r"\w+", " ".join(re.findall(r" ON ([a-z_,\s]+?)\s+TO", rights))))
    tables = {mapper.class_.__name__: mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    # Forgetting names these too, and who writes as staff makes the keys: the clock and the console do that.
    assert given == {table for name, table in tables.items() if name in named} - _NAMED_ONLY


_NAMED_ONLY = {"drafts", "staff_keys"}


def _imports_of_the_bot() -> Iterator[tuple[str, str]]:
    """Every module and name that the bot imports, and what those import, but for the tables' own package."""
    seen, todo = set[str](), ["bot.__main__"]
    while todo:
        module = todo.pop()
        path = next((one for one in (ROOT / f"{module.replace('.', '/')}{end}" for end in (".py", "/__init__.py"))
                     if one.exists()), None)  # fmt: skip
        if module in seen or path is None or module.startswith("handlers.store.models"):
            continue
        seen.add(module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.module, alias.name) for alias in node.names)
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
