"""The durable queue: once, in order within a lane, under a lease."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from handlers import outbox
from handlers.outbox import Urgency
from handlers.store.models import Job
from tests.handlers.people import NOON, chat, minutes


async def put(session, lane="a", **more):
    return await outbox.put(session, **{"worker": "web", "kind": "say", "lane": lane, "now": NOON, **more})


async def taken(store, at=NOON, **more):
    async with store.writing() as session:
        jobs = await outbox.take(session, "web", at, **more)
    return jobs


async def test_the_same_thing_is_never_put_twice_and_the_transaction_lives_on(store):
    async with store.writing() as session:
        assert await put(session, once="notice:1")
        assert not await put(session, once="notice:1")
        assert await put(session)
        assert await put(session)
    async with store.reading() as session:
        assert len((await session.scalars(select(Job))).all()) == 3


async def test_a_job_for_a_case_that_is_not_there_is_refused(store):
    with pytest.raises(IntegrityError):
        async with store.writing() as session:
            await put(session, case_id="nowhere")


async def test_lanes_are_taken_oldest_first_and_each_once(store):
    async with store.writing() as session:
        for lane in "abc":
            await put(session, lane)
    assert [[job.lane for job in await taken(store)] for _ in "abc"] == [["a"], ["b"], ["c"]]
    assert await taken(store) == []


async def test_a_worker_takes_its_own_jobs_only(store):
    async with store.writing() as session:
        await put(session, worker="telegram")
    assert await taken(store) == []


async def test_a_lane_is_taken_whole_and_in_order_and_nothing_of_it_again_until_it_is_done(store):
    async with store.writing() as session:
        for lane in "aab":
            await put(session, lane)
    first, second = await taken(store)
    assert (first.lane, second.lane, first.id < second.id) == ("a", "a", True)
    async with store.writing() as session:
        await put(session)
    assert [job.lane for job in await taken(store, lanes=5)] == ["b"]
    async with store.writing() as session:
        await outbox.done(session, [first.id, second.id], NOON)
    assert len(await taken(store)) == 1


async def test_behind_a_job_that_failed_the_rest_of_its_lane_waits(store):
    async with store.writing() as session:
        await put(session)
        await put(session)
    first, second = await taken(store)
    async with store.writing() as session:
        await outbox.again(session, first.id, NOON, 5, "timeout")
        await outbox.put_back(session, [second.id])
    assert await taken(store, minutes(0.05)) == []  # still waiting, and holding its lane up
    once_more, then = await taken(store, minutes(0.1))
    assert (once_more.id, once_more.attempts, once_more.failure) == (first.id, 2, "timeout")
    assert (then.id, then.attempts) == (second.id, 1)


async def test_what_is_urgent_is_taken_before_what_has_waited_longer(store):
    async with store.writing() as session:
        await put(session, "calm")
        await put(session, "edit", urgency=Urgency.LAST, due_at=minutes(-9))
        await put(session, "danger", due_at=minutes(0))
        await put(session, "danger", urgency=Urgency.FIRST)
    assert [job.lane for job in await taken(store)] == ["danger", "danger"]
    assert [job.lane for job in await taken(store, only_urgent=True)] == []
    assert [job.lane for job in await taken(store)] == ["calm"]
    assert [job.lane for job in await taken(store)] == ["edit"]


async def test_the_jobs_of_one_conversation_can_be_taken_alone(store):
    async with store.writing() as session:
        mine, other = await chat(session, "web"), await chat(session, "web")
        for one in (other, mine, mine):
            await put(session, f"conversation:{one.id}", conversation_id=one.id)
    assert [job.conversation_id for job in await taken(store, conversation=mine.chat_hash)] == [mine.id, mine.id]
    assert await taken(store, conversation=mine.chat_hash) == []


async def test_a_job_put_for_later_holds_nobody_up(store):
    async with store.writing() as session:
        await put(session, due_at=minutes(10))
        await put(session)
    (now,) = await taken(store)
    assert now.id == 2
    assert len(await taken(store, minutes(9))) == 1  # the lease of the second ran out: it comes back
    async with store.writing() as session:
        await outbox.done(session, [now.id], minutes(9))
    assert [job.id for job in await taken(store, minutes(10))] == [1]


async def test_a_lease_that_ran_out_is_free_again(store):
    async with store.writing() as session:
        await put(session)
    assert (await taken(store))[0].leased_until == minutes(1)
    assert await taken(store, minutes(0.99)) == []
    assert (await taken(store, minutes(1)))[0].attempts == 2


async def test_a_job_that_is_over_keeps_no_body(store):
    async with store.writing() as session:
        for lane in "ab":
            await put(session, lane, body=b"sealed")
    first, second = await taken(store, lanes=2)
    assert (first.body, second.body) == (b"sealed", b"sealed")
    async with store.writing() as session:
        await outbox.done(session, [first.id], minutes(1))
        await outbox.give_up(session, second.id, minutes(1), "x" * 99)
    async with store.reading() as session:
        assert (await session.scalars(select(Job.body))).all() == [None, None]
        assert [(job.id, job.failure) for job in await outbox.failed_jobs(session)] == [(second.id, "x" * 40)]


async def test_a_job_that_failed_and_then_went_out_is_no_failure(store):
    async with store.writing() as session:
        await put(session)
        (job,) = await outbox.take(session, "web", NOON)
        await outbox.again(session, job.id, NOON, 0, "timeout")
        await outbox.take(session, "web", NOON)
        await outbox.done(session, [job.id], NOON)
        assert await outbox.failed_jobs(session) == []


async def test_taking_builds_no_statement(store):
    """Building it once cost a third of the bot's time: what is built at each call is only filled in."""
    async with store.writing() as session:
        await outbox.take(session, "web", NOON)
        with no_building():
            await outbox.take(session, "web", NOON)


@contextmanager
def no_building():
    built = []
    real = Select.__init__
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            Select, "__init__", lambda self, *given, **named: (built.append(1), real(self, *given, **named))[1]
        )
        yield
    assert not built


async def test_a_kind_that_there_is_not_is_refused_before_it_is_queued(store):
    with pytest.raises(ValueError, match="sing"):
        async with store.writing() as session:
            await put(session, "a", kind="sing")
