"""The process for files: what a file is by its tracks, what it costs at most, and what happens when it is ended."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from handlers.files import decoder as decoding
from handlers.files.decoder import Decoder
from handlers.files.kinds import LARGEST_RECORDING, NotTaken, Refused
from handlers.files.worker import MEMORY
from handlers.recording import COPY, Recording, from_bytes, to_bytes
from tests.handlers.files import made

pytestmark = pytest.mark.long

# What telephones, browsers and Telegram record, and what it is called here.
SOUNDS = {
    "a Nokia's AMR": (("libopencore_amrnb", "amr", 8000), "audio/amr"),
    "the same in 3GP": (("libopencore_amrnb", "3gp", 8000), "audio/3gpp"),
    "an MP3 of 8 kHz": (("libmp3lame", "mp3", 8000), "audio/mpeg"),
    "Telegram's voice": (("libopus", "ogg", 48000), "audio/ogg"),
    "Chromium's recorder": (("libopus", "webm", 48000), "audio/webm"),
    "Safari's recorder": (("aac", "mp4", 44100), "audio/mp4"),
    "Apple's M4A": (("aac", "ipod", 44100), "audio/mp4"),
    "bare AAC": (("aac", "adts", 44100), "audio/aac"),
    "a WAV": (("pcm_s16le", "wav", 16000), "audio/wav"),
}
VIDEOS = {
    "MP4": made.sound("aac", "mp4", 44100, video="mpeg4"),
    "MOV": made.sound("aac", "mov", 44100, video="mpeg4"),
    "WebM": made.sound("libopus", "webm", 48000, video="libvpx"),
    "a silent MP4": made.sound("", "mp4", 0, video="mpeg4"),
    "AVIF": made.avif(),
}


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made_for_all = Decoder()
    yield made_for_all
    made_for_all.close()


async def test_every_sound_of_a_telephone_is_taken_in_whole_with_a_copy_that_every_browser_plays(decoder: Decoder):
    for name, (how, media_type) in SOUNDS.items():
        data = made.sound(*how)
        recording = await decoder.sound(data)
        assert (recording.data, recording.media_type) == (data, media_type), name
        with av.open(io.BytesIO(recording.copy), format="mp3") as played:
            (track,) = played.streams
            assert (track.type, track.rate, played.duration // 100_000) == ("audio", 24_000, pytest.approx(10, abs=2))


async def test_what_staff_say_goes_out_as_the_copy_that_every_telephone_plays(decoder: Decoder):
    sent = await decoder.to_be_sent(made.sound("libopus", "webm", 48000))
    assert sent.media_type == COPY and sent.data.startswith(b"ID3") and not sent.copy


async def test_whatever_holds_a_video_is_no_recording(decoder: Decoder):
    for name, data in VIDEOS.items():
        with pytest.raises(NotTaken) as refused:
            await decoder.sound(data)
        assert refused.value.why is Refused.VIDEO, name
        with pytest.raises(NotTaken):
            await decoder.to_be_sent(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refused.NO_SOUND),
        (b"MZ a program", Refused.NO_SOUND),
        (b"\xff\xd8\xff\xe0 a picture", Refused.NO_SOUND),
        (b"#EXTM3U\nfile:///etc/passwd", Refused.NO_SOUND),
        (b"ffconcat version 1.0\nfile /etc/passwd", Refused.NO_SOUND),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and more", Refused.NO_SOUND),
        (b"OggS" + bytes(LARGEST_RECORDING), Refused.LONG_VOICE),
    ],
)
async def test_what_is_no_sound_is_refused_for_its_own_reason(decoder: Decoder, data: bytes, why: Refused):
    with pytest.raises(NotTaken) as refused:
        await decoder.sound(data)
    assert refused.value.why is why


async def test_what_was_cut_off_is_heard_as_far_as_it_goes(decoder: Decoder):
    whole = made.ogg(3)
    cut = await decoder.sound(whole[: len(whole) // 2])
    assert cut.copy and len(cut.copy) < len((await decoder.sound(whole)).copy)


async def test_a_sound_that_nobody_can_decode_is_kept_as_it_came(decoder: Decoder):
    """Its header says sound, and what stands behind it says nothing."""
    whole = made.amr()
    broken = whole[:6] + b"\xff" * 400
    assert await decoder.sound(broken) == Recording(broken, "audio/amr")


async def test_hours_of_nothing_in_a_few_bytes_are_kept_as_they_came_and_cost_nothing(decoder: Decoder):
    hours = made.amr() + bytes(4_000_000)
    assert await decoder.sound(hours) == Recording(hours, "audio/amr")


async def test_a_bomb_is_refused_by_its_stated_size_and_the_next_picture_is_drawn(decoder: Decoder):
    bomb = made.bomb(20_000, 20_000, colour=0)
    assert len(bomb) < 500_000
    with pytest.raises(NotTaken) as refused:
        await decoder.picture(bomb)
    assert refused.value.why is Refused.LARGE_PICTURE
    assert (await decoder.picture(made.bomb(300, 200))).startswith(b"\xff\xd8")


async def test_the_largest_picture_that_is_drawn_stays_within_the_memory_of_its_process(decoder: Decoder):
    out = io.BytesIO()
    Image.new("RGB", (8000, 6000), "green").save(out, "JPEG")  # 48 million pixels: a telephone's best
    for data in (made.bomb(5000, 4990), out.getvalue()):
        with Image.open(io.BytesIO(await decoder.picture(data))) as drawn:
            assert max(drawn.size) == 2560
    process = decoder._pictures._process
    assert process is not None
    assert _most_memory(process.pid) < 100_000_000  # what is drawn is drawn in a child, and its memory goes with it


def _most_memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024


async def test_a_process_that_is_killed_costs_one_file_and_the_next_begins_it_anew(decoder: Decoder):
    await decoder.sound(made.amr())
    before = decoder._sounds._process
    assert before is not None
    os.killpg(before.pid, signal.SIGKILL)
    before.wait()
    assert (await decoder.sound(made.amr())).copy
    assert decoder._sounds._process is not before


async def test_the_process_begins_without_what_its_parent_knows_and_has_open(
    decoder: Decoder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHUNGTAY_TELEGRAM_TOKEN", "123:secret")
    fresh = Decoder()
    await fresh.sound(made.amr())
    process = fresh._sounds._process
    assert process is not None
    assert _has_open(process.pid) == {"0", "1", "2"}
    assert _environment(process.pid) == [b"PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    fresh.close()


def _has_open(pid: int) -> set[str]:
    return {one.name for one in Path(f"/proc/{pid}/fd").iterdir()}


def _environment(pid: int) -> list[bytes]:
    return [one for one in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if one]


async def test_where_there_is_no_tool_a_sound_is_kept_and_a_picture_asked_for_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decoding.sys, "executable", "/bin/false")
    broken = Decoder()
    assert await broken.sound(made.amr()) == Recording(made.amr(), "audio/amr")
    with pytest.raises(NotTaken) as refused:
        await broken.picture(made.bomb(30, 20))
    assert refused.value.why is Refused.FAILED_PICTURE
    with pytest.raises(NotTaken):  # what staff say goes out: unseen, nothing does
        await broken.to_be_sent(made.amr())
    broken.close()


async def test_whoever_waits_too_long_for_the_files_of_others_is_taken_in_without_a_copy():
    hurried = Decoder(patience=0.0)
    assert await hurried.sound(made.amr()) == Recording(made.amr(), "audio/amr")
    hurried.close()


async def test_one_after_the_other_and_pictures_wait_for_no_sound(decoder: Decoder):
    first, second, drawn = await asyncio.gather(
        decoder.sound(made.amr()), decoder.sound(made.ogg()), decoder.picture(made.bomb(30, 20))
    )
    assert (first.media_type, second.media_type) == ("audio/amr", "audio/ogg") and drawn


def test_the_original_is_sealed_beside_its_copy_and_what_was_sealed_before_is_read():
    both = Recording(b"as it came\nwith lines", "audio/amr", b"the copy\n")
    assert from_bytes(to_bytes(both)) == both
    assert from_bytes(b"audio/ogg\nOggS") == Recording(b"OggS", "audio/ogg")


def test_a_child_can_compute_and_nothing_else():
    """Asked for in a process of its own: what is taken away does not come back."""
    tries = {
        "a file is read": "open('/etc/hostname')",
        "a file is written": "os.open('/tmp/x', os.O_CREAT)",
        "a connection is made": "socket.socket()",
        "a process begins": "os.fork()",
        "another is ended": "os.kill(os.getppid(), 0)",
        "it becomes another": "os.execv('/bin/true', ['true'])",
        "what was written is run": "mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)",
        "much memory is taken": "bytearray(400_000_000)",
    }
    for name, attempt in tries.items():
        assert not _succeeds(attempt), name
    assert _succeeds("bytearray(100_000)")


def _succeeds(attempt: str) -> bool:
    import mmap
    import socket

    from handlers.files.confine import Confinement

    confinement = Confinement(MEMORY, 5)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            confinement.begin()
            eval(attempt, {"os": os, "socket": socket, "mmap": mmap})
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
