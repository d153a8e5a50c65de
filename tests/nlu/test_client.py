"""The client never raises and never hides a danger, whatever the other end of the socket does."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from nlu.client import AT_ONCE, PAUSE_SECONDS, PROBE, NluClient
from nlu.meaning import Danger, Entity, Language, Meaning
from nlu.windows import windows
from tests.fakes.services import Nlu, free_port

TEXT = "bố đang đánh em"
WHOLE: dict[str, Any] = {
    "text": TEXT,
    "intent": {"name": "report_physical_violence", "confidence": 0.9},
    "intent_ranking": [{"name": "report_physical_violence", "confidence": 0.9}, {"name": "greet", "confidence": 0.1}],
    "entities": [{"entity": "relation", "start": 0, "end": 2, "value": "father", "role": "harm_doer"}],
    "language": {"code": "vi", "confidence": 1.0},
    "danger": {"now": True, "signals": ["violence_now"], "evidence": [[3, 12]]},
}
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


reading: dict[asyncio.StreamReader, str] = {}  # the text that came in by each connection


class Peer:
    """A server on a real socket that answers each connection as it is told, and counts them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.calls = 0
        self.bodies: list[bytes] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line))
            self.bodies.append(await reader.readexactly(length))
            self.calls += 1
            reading[reader] = json.loads(self.bodies[-1])["text"]
            await self.answer(reader, writer)
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def peer(answer: Answer, port: int = 0) -> AsyncIterator[tuple[Peer, str]]:
    heard = Peer(answer)
    server = await asyncio.start_server(heard, "127.0.0.1", port)
    port = server.sockets[0].getsockname()[1]
    try:
        yield heard, f"http://127.0.0.1:{port}"
    finally:
        server.close()


def says(body: bytes | object, status: int = 200) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw)

    return answer


async def parse(answer: Answer, text: str = TEXT) -> Meaning:
    async with peer(answer) as (_, url), NluClient(url) as client:
        return await client.parse(text)


async def test_a_whole_answer_is_read_whole() -> None:
    assert await parse(says(WHOLE)) == Meaning(
        intent="report_physical_violence",
        confidence=0.9,
        ranking=(("report_physical_violence", 0.9), ("greet", 0.1)),
        entities=(Entity("relation", 0, 2, "father", "harm_doer"),),
        language=Language("vi", 1.0),
        danger=Danger(True, frozenset({"violence_now"}), ((3, 12),)),
    )


async def test_the_text_is_sent_as_it_was_written() -> None:
    text = "  /start\u200b cha\u0301u\n"
    async with peer(says(WHOLE)) as (heard, url), NluClient(url) as client:
        await client.parse(text)
    assert json.loads(heard.bodies[0]) == {"text": text}


async def test_nobody_there() -> None:
    async with NluClient(f"http://127.0.0.1:{free_port()}") as client:
        assert await client.parse(TEXT) == Meaning.unknown


@pytest.mark.parametrize("url", ["", "nonsense", "http://", "http://[::1", "ftp://127.0.0.1"])
async def test_an_address_that_is_none_makes_no_error_while_parsing(url: str) -> None:
    try:
        client = NluClient(url)
    except Exception:
        pytest.skip("refused when made, which is when the settings are read")
    assert await client.parse(TEXT) == Meaning.unknown


async def _silence(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _dripping(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:  # each byte arrives well within any time-out for one read
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("answer", [_silence, _dripping])
async def test_a_service_that_never_ends_its_answer_is_not_waited_for(answer: Answer) -> None:
    async with peer(answer) as (_, url), NluClient(url, timeout=0.2) as client:
        assert await client.parse(TEXT) == Meaning.unknown


async def test_it_hangs_up_when_it_waits_no_longer_so_that_the_service_need_not_begin() -> None:
    hung_up = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        assert await reader.read() == b""
        hung_up.set()

    async with peer(answer) as (_, url), NluClient(url, timeout=0.2) as client:
        assert await client.parse(TEXT) == Meaning.unknown
        await hung_up.wait()


async def test_cancelling_is_the_one_thing_that_gets_through() -> None:
    async with peer(_silence) as (_, url), NluClient(url) as client:
        task = asyncio.ensure_future(client.parse(TEXT))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 200_000,
        b"{}",
        {"intent": 3, "danger": "yes", "language": [], "entities": {}, "intent_ranking": 7},
        {"intent": {"name": "make_coffee", "confidence": 0.9}},
        {"intent": {"name": "greet", "confidence": "high"}},
        {"intent": {"name": "greet", "confidence": 7}},
        b'{"intent": {"name": "greet", "confidence": NaN}}',
        b'{"intent": {"name": "greet", "confidence": Infinity}}',
        {"intent": {"name": None, "confidence": 0.0}},
        b" " * 2_000_000,
    ],
)
async def test_rubbish_means_unknown(body: bytes | object) -> None:
    assert await parse(says(body)) == Meaning.unknown


@pytest.mark.parametrize("status", [204, 301, 400, 404, 413, 500, 503])
async def test_any_status_but_200_means_unknown(status: int) -> None:
    assert await parse(says(WHOLE, status)) == Meaning.unknown


async def test_a_garbled_reply_line_means_unknown() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x00\x01\x02 nothing like HTTP\r\n\r\n")

    assert await parse(answer) == Meaning.unknown


@pytest.mark.parametrize(
    ("danger", "read"),
    [
        ({"now": False, "maybe": True}, Danger(maybe=True)),
        ({"now": True, "maybe": True}, Danger(True)),
        ({"now": False}, Danger()),
        ({"now": False, "maybe": "true"}, Danger()),
    ],
)
async def test_danger_is_only_leant_to_where_the_service_says_so_and_no_more(danger: object, read: Danger) -> None:
    assert (await parse(says({"danger": danger}))).danger == read


@pytest.mark.parametrize(
    "evidence", [None, "x", [[0, 99]], [[-1, 3]], [[3, 3]], [["0", "1"]], [[0]], [[True, 2]], [None], 5]
)
async def test_danger_survives_everything_that_is_wrong_round_it(evidence: object) -> None:
    meaning = await parse(
        says(
            {
                "intent": {"name": "no such", "confidence": "?"},
                "entities": "?",
                "language": {"code": "xx"},
                "danger": {"now": True, "signals": ["weapon", "no such", 4, ["weapon"]], "evidence": evidence},
            }
        )
    )
    assert meaning == Meaning(danger=Danger(True, frozenset({"weapon"}), ()))


async def test_entities_outside_the_text_or_of_no_known_kind_are_dropped() -> None:
    good = {"entity": "age", "start": 0, "end": 2, "value": 12}
    wrong: list[object] = [
        {**good, "end": 99},
        {**good, "start": -1},
        {**good, "start": 2},
        {**good, "entity": "name"},
        {**good, "value": "old"},
        {**good, "value": 900},
        {**good, "start": 0.5},
        {"entity": "relation", "start": 0, "end": 2, "value": "witch"},
        None,
    ]
    meaning = await parse(says({**WHOLE, "entities": [*wrong, good]}))
    assert meaning.entities == (Entity("age", 0, 2, "12"),)
    assert meaning.danger.now


async def test_half_a_surrogate_pair_is_sent_without_moving_any_place() -> None:
    async with peer(says(WHOLE)) as (heard, url), NluClient(url) as client:
        assert (await client.parse("a\ud83db bố đánh em")).danger.now
    assert json.loads(heard.bodies[0])["text"] == "a\ufffdb bố đánh em"


LONG = "hôm nay trời đẹp, cháu đi học về. " * 290
HOW_MANY = len(windows(LONG))


def answers(say: Callable[[str], Answer]) -> tuple[Answer, list[str]]:
    """An answer that depends on the text, and the texts that were asked about, in order."""
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(reading.pop(reader))
        await say(asked[-1])(reader, writer)

    return answer, asked


async def settled(client: NluClient) -> None:
    """After what the client does in the background."""
    if client._probing is not None:
        await asyncio.wait([client._probing])


async def test_four_slow_texts_do_not_close_the_model_to_the_next_cry() -> None:
    answer, _ = answers(lambda text: _silence if len(text) > 100 else says(WHOLE))
    async with peer(answer) as (_, url), NluClient(url) as client:
        assert await asyncio.gather(*(client.parse(LONG) for _ in range(4))) == [Meaning.unknown] * 4
        await settled(client)
        assert (await client.parse(TEXT)).danger.now


async def test_texts_that_the_service_cannot_read_do_not_close_it_to_others() -> None:
    answer, _ = answers(lambda text: says(b"", 500) if "poison" in text else says(WHOLE))
    async with peer(answer) as (_, url), NluClient(url) as client:
        for _ in range(5):
            assert await client.parse("poison") == Meaning.unknown
            await settled(client)
            assert (await client.parse(TEXT)).danger.now


async def test_a_probe_that_fails_while_somebody_is_answered_closes_nothing() -> None:
    answer, asked = answers(lambda text: says(WHOLE) if text == TEXT else _silence)
    async with peer(answer) as (_, url), NluClient(url, timeout=1) as client:
        assert await client.parse("slow") == Meaning.unknown
        assert (await client.parse(TEXT)).danger.now
        await settled(client)
        assert (await client.parse(TEXT)).danger.now
    assert sorted(asked) == sorted(["slow", PROBE, TEXT, TEXT])


@pytest.mark.parametrize("failing", [says(b"", 500), says(b"rubbish"), _silence])
async def test_a_service_that_answers_nobody_is_left_alone_until_a_probe_is_answered(failing: Answer) -> None:
    now = 100.0
    working = False
    answer, asked = answers(lambda text: says(WHOLE) if working else failing)
    async with peer(answer) as (_, url), NluClient(url, clock=lambda: now, timeout=1) as client:
        assert await client.parse(TEXT) == Meaning.unknown
        await settled(client)
        assert await asyncio.gather(*(client.parse(TEXT) for _ in range(9))) == [Meaning.unknown] * 9
        assert asked == [TEXT, PROBE]
        now += PAUSE_SECONDS
        assert await asyncio.gather(*(client.parse(TEXT) for _ in range(9))) == [Meaning.unknown] * 9
        assert asked == [TEXT, PROBE, PROBE]
        working = True
        assert await client.parse(TEXT) == Meaning.unknown
        now += PAUSE_SECONDS
        # No message is spent on finding out: all of them are heard.
        assert all(meaning.danger.now for meaning in await asyncio.gather(*(client.parse(TEXT) for _ in range(9))))
    assert asked == [TEXT, PROBE, PROBE, PROBE, *[TEXT] * 9]


async def test_a_dead_service_is_left_alone_at_once_and_heard_again_after_a_pause() -> None:
    now = 0.0
    port = free_port()
    answer, asked = answers(lambda text: says(WHOLE))
    async with NluClient(f"http://127.0.0.1:{port}", clock=lambda: now) as client:
        assert await client.parse(TEXT) == Meaning.unknown
        async with peer(answer, port):
            assert await client.parse(TEXT) == Meaning.unknown
            now += PAUSE_SECONDS
            assert (await client.parse(TEXT)).danger.now
    assert asked == [PROBE, TEXT]


@pytest.mark.parametrize("status", [400, 413, 503])
async def test_a_refused_text_says_nothing_about_the_service(status: int) -> None:
    async with peer(says(b"{}", status)) as (heard, url), NluClient(url) as client:
        for _ in range(5):
            assert await client.parse(TEXT) == Meaning.unknown
    assert heard.calls == 5


async def test_a_long_text_is_read_whole_the_last_window_first() -> None:
    answer, asked = answers(lambda text: says(WHOLE))
    async with peer(answer) as (_, url), NluClient(url) as client:
        meaning = await client.parse(LONG)
    assert asked == [LONG[start:end] for start, end in windows(LONG)]
    assert asked[0].endswith(LONG[-100:])
    assert meaning.danger.evidence == tuple(sorted((start + 3, start + 12) for start, _ in windows(LONG)))
    assert [entity.start for entity in meaning.entities] == sorted(start for start, _ in windows(LONG))


async def test_danger_at_the_end_of_a_long_text_is_heard_though_the_rest_could_not_be_read_in_time() -> None:
    cry = "bố đang cầm dao rượt em"
    found = {**WHOLE, "entities": []}

    def say(text: str) -> Answer:
        place = text.find(cry)
        return says({**found, "danger": {"now": True, "signals": ["weapon"], "evidence": [[place, place + len(cry)]]}})

    answer, _ = answers(lambda text: say(text) if cry in text or text == PROBE else _silence)
    async with peer(answer) as (_, url), NluClient(url, timeout=1) as client:
        danger = (await client.parse(LONG + cry)).danger
    assert danger == Danger(True, frozenset({"weapon"}), ((len(LONG), len(LONG + cry)),))


async def test_a_cry_goes_before_the_long_texts_that_wait() -> None:
    let_go = [asyncio.Event() for _ in range(AT_ONCE)]
    held = iter(let_go)
    full = asyncio.Event()

    def say(text: str) -> Answer:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if event := next(held, None):
                if event is let_go[-1]:
                    full.set()
                await event.wait()
            await says(WHOLE)(reader, writer)

        return answer

    answer, asked = answers(say)
    async with peer(answer) as (_, url), NluClient(url, timeout=60) as client:
        long = [asyncio.create_task(client.parse(LONG)) for _ in range(9)]
        await full.wait()
        cry = asyncio.create_task(client.parse(TEXT))
        await asyncio.sleep(0)
        let_go[0].set()
        assert (await cry).danger.now
        assert asked[AT_ONCE] == TEXT
        let_go[1].set()
        await asyncio.gather(*long)
    assert len(asked) == 9 * HOW_MANY + 1


async def test_the_proxy_of_the_machine_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert (await parse(says(WHOLE))).danger.now


async def test_the_real_service_is_understood(nlu: Nlu) -> None:
    text = "\u200b  cháu 12 tuổi, bố đang cầm dao đuổi cháu"
    async with NluClient(nlu.url) as client:
        meaning = await client.parse(text)
        assert (await client.parse("")).intent is None
    assert meaning.intent is not None
    assert meaning.danger.now
    assert "weapon" in meaning.danger.signals
    assert Entity("age", text.index("12"), text.index(","), "12") in meaning.entities
    assert meaning.language.code == "vi"


async def test_danger_at_either_end_of_ten_thousand_letters_is_heard_by_the_real_service(nlu: Nlu) -> None:
    cry = "bố đang cầm dao rượt em "
    async with NluClient(nlu.url, timeout=60) as client:
        for text in (cry + LONG, LONG + cry):
            meaning = await client.parse(text)
            assert "weapon" in meaning.danger.signals
            assert any("cầm dao" in text[start:end] for start, end in meaning.danger.evidence)
