"""What one web message costs the database, beside what the conversation itself needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import event

from bot.channels import Outbound
from bot.channels.web.session import Seen
from bot.channels.web.talk import _PAUSES
from handlers.store.engine import Store
from tests.bot.test_web import Person, Town
from tests.bot.test_web import person as person
from tests.bot.test_web import town as town


@dataclass
class Cost:
    transactions: int = 0
    statements: int = 0


@contextmanager
def counted(store: Store) -> Iterator[Cost]:
    cost = Cost()

    def began(_connection: object) -> None:
        cost.transactions += 1

    def ran(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        cost.statements += not statement.startswith("BEGIN")

    engine = store.engine.sync_engine
    event.listen(engine, "begin", began)
    event.listen(engine, "before_cursor_execute", ran)
    yield cost
    event.remove(engine, "begin", began)
    event.remove(engine, "before_cursor_execute", ran)


async def test_one_message_with_one_answer_costs_four_transactions(town: Town, person: Person) -> None:
    """A look, the person's line, the answer's line, a look; and one of three statements, Town.hear's own."""
    await person.say("chào")
    form = {"nonce": person.field("nonce"), "text": "một", "script": "1"}
    with counted(town.store) as cost:
        answer = await person.client.post("/", data=form)
    assert answer.status_code == 200 and "một" in answer.text and "Câu hỏi 3" in answer.text
    assert (cost.transactions, cost.statements) == (4 + 1, 6 + 3)


async def test_without_a_script_the_page_costs_one_look_more(town: Town, person: Person) -> None:
    await person.say("chào")
    with counted(town.store) as cost:
        await person.say("một")
    assert person.texts[-1] == "Câu hỏi 3"
    assert (cost.transactions, cost.statements) == (5 + 1, 8 + 3)


async def test_asking_for_news_costs_nothing_when_there_is_none_and_one_look_when_there_is(
    town: Town, person: Person
) -> None:
    await person.say("chào")
    have = {"have": person.version}
    with counted(town.store) as cost:
        assert (await person.client.get("/log", params=have)).status_code == 204
        assert (await person.client.post("/here")).status_code == 204
    assert cost.transactions == 0
    await town.web.deliver(town.told[0].chat, Outbound("Tin mới"))
    with counted(town.store) as cost:
        news = await person.client.get("/log", params=have)
    assert "Tin mới" in news.text
    assert (cost.transactions, cost.statements) == (1, 2)


async def test_an_answer_that_another_worker_delivers_is_waited_for_without_asking_all_the_time(
    town: Town, person: Person
) -> None:
    await person.say("chào")
    held: list[tuple[str, Outbound]] = []
    taken, looks = asyncio.Event(), 0
    look = town.web._sessions.look

    async def unsettled(address: str) -> Seen:
        nonlocal looks
        looks += 1
        return replace(await look(address), waits=bool(held))

    async def pump(_address: str) -> None:
        held.extend(town.waiting)  # somebody else has taken it already
        town.waiting.clear()
        taken.set()

    async def elsewhere() -> None:
        await taken.wait()
        await town.web.deliver(*held[0])
        held.clear()

    town.web._sessions.look = unsettled  # type: ignore[method-assign]
    town.web._pages._talk._pump = pump
    other = asyncio.create_task(elsewhere())
    answer = await person.post(text="một", script="1")
    await other
    assert "Câu hỏi 3" in answer.text
    assert looks <= 2 + len(_PAUSES)  # however long it takes
