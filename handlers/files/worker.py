"""The process for files: it decodes each in a child of its own that can only compute, and says what came of it.

From standard input it reads a letter, a length and the file; to standard output it writes how it ended, a length and
what the child said. It begins without the settings, keys and connections of whoever started it.
"""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import time
import wave
from collections.abc import Iterator

import av.logging
from PIL import Image

from handlers.files import drawn, sound
from handlers.files.confine import Confinement
from handlers.files.kinds import DIED, ENDED, HEAD, LARGEST, LONGEST, Job, NotTaken, Part, Refused

MEMORY = 320_000_000  # bytes on top of some 120 million that hold the libraries
SECONDS = 15  # of computing: half an hour of sound takes ten


def main() -> None:
    """Serve until standard input ends."""
    av.logging.set_level(av.logging.PANIC)
    os.nice(10)  # files wait for words
    _warm()
    confinement = Confinement(MEMORY, SECONDS)
    while head := _read(0, HEAD.size):
        letter, size = HEAD.unpack(head)
        data = _read(0, size)
        ended, said = _in_child(confinement, Job(letter.decode()), data)
        _write(1, HEAD.pack(ended, len(said)) + said)


def _warm() -> None:
    """Everything that is loaded at its first use: a child can't load anything."""
    for kind in ("PNG", "WEBP", "JPEG"):
        small = io.BytesIO()
        Image.new("RGB", (1, 1)).save(small, kind)
        drawn.clean(small.getvalue())
    silence = io.BytesIO()
    with wave.open(silence, "wb") as made:
        made.setparams((1, 2, 8000, 0, "NONE", ""))
        made.writeframes(bytes(1600))
    sound.playable(silence.getvalue())


def _in_child(confinement: Confinement, job: Job, data: bytes) -> tuple[bytes, bytes]:
    """How it ended, and what it said before. What a child says is read here: none can speak for the next."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for other in (0, 1, reading):
                os.close(other)
            confinement.begin()
            for part, said in _parts(job, data):
                _write(writing, HEAD.pack(part.encode(), len(said)) + said)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    whole, said = _all(reading, time.monotonic() + LONGEST)
    os.close(reading)
    os.kill(child, signal.SIGKILL)  # one that has ended keeps how it ended
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return (ENDED if whole and code == 0 else DIED), said


def _parts(job: Job, data: bytes) -> Iterator[tuple[Part, bytes]]:
    try:
        if job is Job.PICTURE:
            yield Part.MADE, drawn.clean(data)
        else:
            yield Part.MADE, sound.playable(data)
    except NotTaken as refusal:
        yield Part.REFUSED, refusal.why.encode()
    except MemoryError:
        if job is not Job.PICTURE:
            raise
        yield Part.REFUSED, Refused.LARGE_PICTURE.encode()


def _all(reading: int, until: float) -> tuple[bool, bytes]:
    """What a child says, and whether that is all: not when it takes too long or says too much."""
    parts: list[bytes] = []
    size = 0
    while select.select([reading], [], [], max(until - time.monotonic(), 0))[0]:
        part = os.read(reading, 1 << 20)
        if not part:
            return True, b"".join(parts)
        if size + len(part) > LARGEST:
            break
        parts.append(part)
        size += len(part)
    return False, b"".join(parts)


def _read(source: int, size: int) -> bytes:
    """So many bytes, or fewer where it ends."""
    parts = []
    while size and (part := os.read(source, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts) if not size else b""


def _write(target: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(target, rest) :]


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)
