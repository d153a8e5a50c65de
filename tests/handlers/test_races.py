"""Two real processes over one database: what must happen once happens once, and nothing is lost."""

from __future__ import annotations

from itertools import chain

import anyio.to_thread
from sqlalchemy import func, select

from handlers import correction, correction_files, escalation, outbox
from handlers.correction import Corrected
from handlers.permission import Role
from handlers.store.models import Alert, Audit, Item
from handlers.triage import Level
from tests.handlers import processes
from tests.handlers.people import NOON, case_of, chat, group, hire, jobs, minutes, opened


async def race(url, *works):
    return await anyio.to_thread.run_sync(processes.side_by_side, list(works), url)


async def test_of_two_processes_that_claim_one_wins(store, for_bot, database_url):
    async with store.writing() as session:
        for name in ("Lan", "Minh"):
            await hire(session, name)
        cases = [(await opened(session, for_bot)).case_id for _ in range(3)]
    for case in cases:
        outcomes = await race(database_url, (processes.claim, (case, "lan")), (processes.claim, (case, "minh")))
        assert sorted(ok for ok, _ in outcomes) == [False, True]
        assert len({name for _, name in outcomes}) == 1  # the loser hears the winner's name
        async with store.reading() as session:
            claims = select(func.count()).select_from(Audit).where(Audit.act == "claim", Audit.case_id == case)
            assert await session.scalar(claims) == 1


async def test_case_numbers_are_unique_and_have_no_gaps_when_four_processes_open_cases(store, key_folder, database_url):
    async with store.writing() as session:
        chats = [(await chat(session)).id for _ in range(4)]
    numbers = await race(database_url, *[(processes.open_cases, (str(key_folder), one, 25)) for one in chats])
    assert sorted(chain.from_iterable(numbers)) == [f"26-{number:04d}" for number in range(1, 101)]


async def test_two_processes_deliver_each_job_once(store, database_url):
    async with store.writing() as session:
        for number in range(200):
            await outbox.put(session, worker="web", kind="say", lane=f"lane {number % 20}", now=NOON)
    one, other = await race(database_url, (processes.deliver, ()), (processes.deliver, ()))
    assert len(one) + len(other) <= 200 and not set(one) & set(other)
    one += await processes.deliver(database_url)  # a worker that found every lane busy may have gone home early
    assert sorted(one + other) == list(range(1, 201))


async def test_two_processes_that_climb_alert_each_target_once(store, for_bot, database_url):
    async with store.writing() as session:
        await group(session)
        for name in ("Lan", "Minh", "Nga"):
            await hire(session, name)
        for _ in range(10):
            await opened(session, for_bot, Level.P0)
    counts = await race(database_url, (processes.climb, ()), (processes.climb, ()))
    assert sum(counts) == 10 * 5  # three people, the group, the banner
    async with store.reading() as session:
        again = select(Alert.target).group_by(Alert.case_id, Alert.round, Alert.rung, Alert.target)
        assert (await session.execute(again.having(func.count() > 1))).all() == []


async def test_read_modify_write_from_two_processes_loses_nothing(store, for_bot, database_url):
    async with store.writing() as session:
        case = (await opened(session, for_bot)).case_id
        (await case_of(session, case)).commune_code = "0"
    await race(database_url, (processes.count_up, (case, 50)), (processes.count_up, (case, 50)))
    async with store.reading() as session:
        assert (await case_of(session, case)).commune_code == "100"
        messages = select(func.count()).select_from(Item).where(Item.kind == "message")
        assert await session.scalar(messages) == 100


async def test_nothing_of_a_forgotten_case_comes_back_by_an_export_at_the_same_moment(
    store, for_bot, key_folder, database_url, tmp_path
):
    line = Corrected("[tên] bị nhốt", "report_physical_violence", True, "vi")
    async with store.writing() as session:
        for name in ("Lan", "Mai"):
            await hire(session, name, Role.SUPERVISOR)
        cases = [(await opened(session, for_bot)).case_id for _ in range(20)]
        for case in cases:
            item = await correction.propose(session, case, "lan", "what", line, now=NOON)
            await correction.approve(session, item, "mai", now=NOON)
    folder, forgotten = tmp_path / "out", sorted(cases)[:15]
    works = (processes.export, (str(key_folder), str(folder), 5)), (processes.forget, (forgotten, str(folder)))
    await race(database_url, *works)
    assert correction_files.cases_in(folder) == set(cases) - set(forgotten)


async def test_the_job_of_a_killed_worker_comes_back_by_itself(store, database_url):
    async with store.writing() as session:
        await outbox.put(session, worker="web", kind="say", lane="a", now=NOON)
    await anyio.to_thread.run_sync(processes.killed, processes.take_and_die, database_url)
    async with store.writing() as session:
        assert not await outbox.take(session, "web", minutes(0.9))
        (job,) = await outbox.take(session, "web", minutes(1))
        assert job.attempts == 2


async def test_a_worker_killed_before_it_committed_had_taken_nothing(store, database_url):
    async with store.writing() as session:
        await outbox.put(session, worker="web", kind="say", lane="a", now=NOON)
    await anyio.to_thread.run_sync(processes.killed, processes.die_while_taking, database_url)
    async with store.writing() as session:
        (job,) = await outbox.take(session, "web", NOON)
        assert job.attempts == 1
        assert len(await jobs(session, "say")) == 1


async def test_a_case_claimed_while_its_alert_is_on_the_way_shows_so_in_the_end(store, for_bot):
    """The console claims and the bot reports the delivery, in either order, in overlapping transactions."""
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        alert = await session.scalar(select(Alert.id))

    async def claims() -> None:
        async with store.writing() as session:
            await escalation.claim(session, case, "lan", minutes(1))
            await anyio.sleep(0.05)

    async def delivers() -> None:
        async with store.writing() as session:
            await escalation.delivered(session, [alert], "77", minutes(1))
            await anyio.sleep(0.05)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(claims)
        tasks.start_soon(delivers)
    async with store.reading() as session:
        assert [job.alert_id for job in await jobs(session, "alert_taken")] == [alert]
