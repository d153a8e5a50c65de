"""The durable queue: once, in order within a lane, under a lease."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from handlers import outbox
from handlers.store.models import Job
from tests.handlers.people import NOON, minutes


async def put(session, lane="a", **more):
    return await outbox.put(session, **{"worker": "web", "kind": "say", "lane": lane, "now": NOON, **more})


async def taken(store, at=NOON):
    async with store.writing() as session:
        job = await outbox.take(session, "web", at)
    return job


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


async def test_jobs_are_taken_oldest_first_and_each_once(store):
    async with store.writing() as session:
        for lane in "abc":
            await put(session, lane)
    assert [(await taken(store)).lane for _ in "abc"] == ["a", "b", "c"]
    assert await taken(store) is None


async def test_a_worker_takes_its_own_jobs_only(store):
    async with store.writing() as session:
        await put(session, worker="telegram")
    assert await taken(store) is None


async def test_within_a_lane_the_next_waits_until_the_first_is_done(store):
    async with store.writing() as session:
        await put(session)
        await put(session)
        await put(session, "b")
    first = await taken(store)
    assert (await taken(store)).lane == "b"
    assert await taken(store) is None
    async with store.writing() as session:
        await outbox.again(session, first.id, NOON, 5, "timeout")
    assert await taken(store, minutes(0.05)) is None  # still waiting, and holding its lane up
    once_more = await taken(store, minutes(0.1))
    assert (once_more.id, once_more.attempts, once_more.failure) == (first.id, 2, "timeout")
    async with store.writing() as session:
        await outbox.done(session, first.id, minutes(0.1))
    assert (await taken(store, minutes(0.1))).id == first.id + 1


async def test_a_job_put_for_later_holds_nobody_up(store):
    async with store.writing() as session:
        await put(session, due_at=minutes(10))
        await put(session)
    now = await taken(store)
    assert now.id == 2
    assert await taken(store, minutes(9)) is not None  # the lease of the second ran out: it comes back
    async with store.writing() as session:
        await outbox.done(session, now.id, minutes(9))
    assert (await taken(store, minutes(10))).id == 1


async def test_a_lease_that_ran_out_is_free_again(store):
    async with store.writing() as session:
        await put(session)
    assert (await taken(store)).leased_until == minutes(1)
    assert await taken(store, minutes(0.99)) is None
    assert (await taken(store, minutes(1))).attempts == 2


async def test_a_job_that_is_over_keeps_no_body(store):
    async with store.writing() as session:
        for lane in "ab":
            await put(session, lane, body=b"sealed")
    first, second = await taken(store), await taken(store)
    assert (first.body, second.body) == (b"sealed", b"sealed")
    async with store.writing() as session:
        await outbox.done(session, first.id, minutes(1))
        await outbox.give_up(session, second.id, minutes(1), "x" * 99)
    async with store.reading() as session:
        assert (await session.scalars(select(Job.body))).all() == [None, None]
        assert [(job.id, job.failure) for job in await outbox.failed_jobs(session)] == [(second.id, "x" * 40)]


async def test_a_job_that_failed_and_then_went_out_is_no_failure(store):
    async with store.writing() as session:
        await put(session)
        job = await outbox.take(session, "web", NOON)
        await outbox.again(session, job.id, NOON, 0, "timeout")
        await outbox.take(session, "web", NOON)
        await outbox.done(session, job.id, NOON)
        assert await outbox.failed_jobs(session) == []
