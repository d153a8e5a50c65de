"""Voice and pictures in the web chat: with a script and without, never on a disk, anything else refused kindly."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import async_playwright, expect

from bot.channels.web.guard import MAX_BODY
from handlers import bodies
from handlers.files.kinds import LARGEST_RECORDING
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from locales import translator
from tests.bot.test_web import Person, Town, serving
from tests.bot.test_web import person as person
from tests.bot.test_web import town as town
from tests.bot.test_web_browser import CHROMIUM, QUIET
from tests.fakes.services import free_port
from tests.fakes.telegram_world import VOICE
from tests.handlers.files import made
from tests.handlers.files.test_drawn import taken_at_home

_ = translator("vi")
NO_RECORDING = _("That was no recording I can take in. Please record again, write a few words, or call 111 and speak.")
VIDEO = _(
    "That was a video. I take in a voice without pictures: please record your voice, write a few words, or call "
    "111 and speak. Keep the video, and send it to nobody."
)
SHORTER = _("I could not take in your recording. Please send a shorter one, write a few words, or call 111 and speak.")
FAILED = _("It could not be sent just now. Please send it again, or call 111 and speak.")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _send(person: Person, data: bytes) -> Any:
    fields = {"nonce": person.field("nonce"), "campaign": person.field("campaign")}
    return await person.client.post("/voice", data=fields, files={"file": ("voice.ogg", data)})


@on_sqlite
async def test_a_recording_without_a_script_starts_the_conversation_and_counts_once(town: Town, person: Person):
    first, second = await _send(person, VOICE), await _send(person, VOICE)
    assert first.status_code == second.status_code == 303
    (told,) = town.told
    assert told.attachment == "voice" and told.recording is not None
    assert (told.recording.data, told.recording.media_type) == (VOICE, "audio/amr")
    assert told.recording.copy.startswith(b"ID3")  # whatever browser staff have
    await person.open()
    assert person.texts.count(_("A recording")) == 1


@on_sqlite
async def test_a_recording_never_lies_in_a_file(town: Town, person: Person, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    long = made.sound("pcm_s16le", "wav", 48000)
    long += bytes(LARGEST_RECORDING - len(long))
    assert (await _send(person, long)).status_code == 303
    assert len(town.told) == 1


@on_sqlite
async def test_what_is_no_recording_is_refused_kindly_for_its_own_reason(town: Town, person: Person):
    film = made.sound("aac", "mp4", 44100, video="mpeg4")
    none = [b"", b"\xff\xd8\xff\xe0 a picture", b"MZ a program", b"x" * 2_000_000]
    for data, why in [*((one, NO_RECORDING) for one in none), (film, VIDEO), (made.avif(), VIDEO)]:
        answer = await _send(person, data)
        assert answer.status_code == 400 and town.told == []
        assert why in answer.text


@on_sqlite
async def test_a_recording_that_is_too_long_is_refused_in_words(town: Town, person: Person):
    answer = await _send(person, b"OggS" + b"x" * LARGEST_RECORDING)
    assert answer.status_code == 400 and SHORTER in answer.text
    answer = await _send(person, b"OggS" + b"x" * (LARGEST_RECORDING + MAX_BODY))
    assert answer.status_code == 413 and "111" in answer.text
    assert town.told == []


@on_sqlite
@pytest.mark.parametrize("body", [b"", b"not a form", b"--x\r\nContent-Disposition: nonsense\r\n\r\n--x--"])
async def test_a_broken_form_is_answered(town: Town, person: Person, body: bytes):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert (await person.client.post("/voice", content=body, headers=headers)).status_code == 400
    assert (await person.client.post("/voice", content=body)).status_code == 400
    assert town.told == []


@on_sqlite
async def test_a_recording_that_could_not_be_handled_is_asked_for_again(town: Town, person: Person):
    town.failing = 1
    answer = await _send(person, VOICE)
    assert answer.status_code == 503 and FAILED in answer.text
    assert (await _send(person, VOICE)).status_code == 303
    assert len(town.told) == 1


@on_sqlite
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
async def test_somebody_records_in_the_page_and_sends_it(store: Store, for_bot: BotKeys):
    port = free_port()
    town = Town(store, for_bot, f"127.0.0.1:{port}")
    args = [*QUIET, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    async with serving(town, port), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        page = await browser.new_page(viewport={"width": 320, "height": 640})
        await page.goto(f"http://127.0.0.1:{port}/")
        await page.click("#voice summary")
        await page.click("#record button")
        await expect(page.locator("#taken")).to_have_text("0:01")
        await page.click("#record button")
        await page.wait_for_function("document.querySelector('#recording').files.length === 1")
        await page.click("#voice details > button")
        await expect(page.locator("li.me p")).to_have_text([_("A recording")])
        (told,) = town.told
        assert told.recording is not None and told.recording.media_type == "audio/webm"
        assert await page.evaluate("document.querySelector('#recording').files.length") == 0
        await browser.close()


REFUSED = {
    b"%PDF": _("That was no picture. Please choose a photo or a screenshot, and send it to nobody else."),
    made.avif(): _("I cannot open this kind of picture. A screenshot of it I can open. Please send it to nobody else."),
    made.bomb(9000, 9000, colour=0): _(
        "This picture is larger than I can open (at most 10 MB). Please send a screenshot of it, and to nobody else."
    ),
    taken_at_home()[:3000]: _("This picture did not arrive whole. Please send it once more, and to nobody else."),
}


@on_sqlite
async def test_a_picture_is_taken_only_where_staff_asked_for_one(store: Store, for_bot: BotKeys):
    asked: set[str] = set()

    async def takes(source: str, address: str) -> bool:
        return (source, address) in asked

    town = Town(store, for_bot, takes_pictures=takes)
    person = Person(town)
    await person.open()
    await person.say("chào")
    fields = {"nonce": person.field("nonce")}
    given = {"file": ("a.jpg", taken_at_home())}
    assert 'id="picture"' in person.page and 'enctype="multipart/form-data" hidden' in person.page
    refused = await person.client.post("/picture", data=fields, files=given)
    assert refused.status_code == 400 and len(town.told) == 1
    asked.add(("web", town.told[0].chat))
    await person.open()
    assert 'enctype="multipart/form-data" hidden' not in person.page
    assert (await person.client.post("/picture", data=fields, files=given)).status_code == 303
    assert (await person.client.post("/picture", data=fields, files=given)).status_code == 303  # pressed twice
    assert len(town.told) == 2
    kept = town.told[1].picture
    assert kept is not None and kept.startswith(b"\xff\xd8") and b"May cua be Na" not in kept
    for data, why in REFUSED.items():
        unread = await person.client.post("/picture", data=fields, files={"file": ("a.jpg", data)})
        assert unread.status_code == 400 and why in unread.text
    assert len(town.told) == 2
    await person.client.aclose()


@on_sqlite
async def test_a_picture_without_a_conversation_is_not_looked_at(town: Town, person: Person):
    answer = await person.client.post("/picture", files={"file": ("a.jpg", taken_at_home())})
    assert answer.status_code == 400 and town.heard == []


@on_sqlite
async def test_a_spoken_answer_is_played_to_this_session_alone(town: Town, person: Person):
    await person.say("chào")
    voice = Recording(b"OggS a kind voice", "audio/ogg")
    line = await town.web.play(town.told[0].chat, voice)
    await person.open()
    path = f"/spoken/{line}"
    assert f'<audio controls preload="none" src="{path}"' in person.page
    heard = await person.client.get(path)
    assert (heard.content, heard.headers["content-type"]) == (voice.data, "audio/ogg")
    assert heard.headers["cache-control"] == "no-store"
    part = await person.client.get(path, headers={"range": "bytes=5-6"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, voice.data[5:7], "bytes 5-6/17")
    other = Person(town, "203.0.113.9")
    await other.open()
    await other.say("chào")
    assert (await other.client.get(path)).status_code == 404
    assert (await person.client.get("/spoken/999999")).status_code == 404
    await other.client.aclose()


@on_sqlite
async def test_idle_uploads_keep_nobodys_recording_out_and_are_let_go(
    town: Town, person: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bodies, "GRACE", 0.5)

    async def idle() -> AsyncIterator[bytes]:
        yield b"--x"
        await asyncio.Event().wait()

    headers = {"content-type": "multipart/form-data; boundary=x"}
    others = [Person(town, f"192.0.2.{number % 4}") for number in range(12)]
    uploads = [asyncio.create_task(one.client.post("/voice", content=idle(), headers=headers)) for one in others]
    await asyncio.sleep(0)
    assert (await _send(person, VOICE)).status_code == 303
    await person.say("ba đang đánh em")
    assert [inbound.attachment for inbound in town.told] == ["voice", None]
    assert {answer.status_code for answer in await asyncio.gather(*uploads)} == {408}
