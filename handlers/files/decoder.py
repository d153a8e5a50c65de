"""Giving files to the process for files, one at a time, and starting it anew when it is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import structlog

from handlers.files.kinds import (
    ENDED,
    HEAD,
    LARGEST,
    LARGEST_PICTURE,
    LARGEST_RECORDING,
    LONGEST,
    Job,
    NotTaken,
    Part,
    Refused,
)
from handlers.files.sound_kinds import SoundKind, kind_of
from handlers.recording import COPY, Recording

log = structlog.get_logger()

_PATIENCE = 60.0  # seconds with the wait for others' files: then a sound is taken in as it came
_ROOT = Path(__file__).parents[2]


class Decoder:
    """A process for sounds and one for pictures, so that neither waits for the other; each begins with its first file.

    A file waits for those before it, and nothing else does.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._sounds, self._pictures = _Process(), _Process()

    async def sound(self, data: bytes) -> Recording:
        """A recording, with a copy that every browser plays unless that failed. Raises NotTaken.

        Where nobody could look into it, it is kept as it came: a cry may be in it.
        """
        kind = _begins(data)
        said = await self._said(self._sounds, Job.SOUND, data)
        return Recording(data, kind.media_type, said.get(Part.MADE, b""))

    async def to_be_sent(self, data: bytes) -> Recording:
        """What staff say: only the copy goes out, which every child's telephone plays. Raises NotTaken."""
        _begins(data)
        copy = (await self._said(self._sounds, Job.SOUND, data)).get(Part.MADE)
        if not copy:
            raise NotTaken(Refused.NO_SOUND)
        return Recording(copy, COPY)

    async def picture(self, data: bytes) -> bytes:
        """The picture drawn anew, a JPEG. Raises NotTaken."""
        if len(data) > LARGEST_PICTURE:
            raise NotTaken(Refused.LARGE_PICTURE)
        said = await self._said(self._pictures, Job.PICTURE, data)
        if not said.get(Part.MADE, b"").startswith(b"\xff\xd8"):
            raise NotTaken(Refused.FAILED_PICTURE)
        return said[Part.MADE]

    async def _said(self, process: _Process, job: Job, data: bytes) -> dict[Part, bytes]:
        """What the process says of the file, nothing where it could not. Raises NotTaken."""
        try:
            async with asyncio.timeout(self._patience):
                ended, said = await process.give(job, data)
        except Exception as error:
            log.error("file_not_decoded", job=job.name.lower(), error=type(error).__name__)
            return {}
        if Part.REFUSED in said:
            raise NotTaken(Refused(said[Part.REFUSED].decode()))
        if not ended:
            log.error("file_not_decoded", job=job.name.lower(), error="died")
        return said

    def close(self) -> None:
        self._sounds.close()
        self._pictures.close()


def _begins(data: bytes) -> SoundKind:
    if len(data) > LARGEST_RECORDING:
        raise NotTaken(Refused.LONG_VOICE)
    kind = kind_of(data)
    if kind is None:
        raise NotTaken(Refused.NO_SOUND)
    return kind


class _Process:
    """One child process; what is given to it waits in one line."""

    def __init__(self) -> None:
        self._line = ThreadPoolExecutor(1, "files")
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[..., _Process] | None = None

    async def give(self, job: Job, data: bytes) -> tuple[bool, dict[Part, bytes]]:
        """Whether it came to its end, and what was said. Raises OSError, EOFError, ValueError."""
        return await asyncio.get_running_loop().run_in_executor(self._line, self._give, job, data)

    def close(self) -> None:
        self._line.shutdown(wait=False, cancel_futures=True)
        if self._end is not None:
            self._end()

    def _give(self, job: Job, data: bytes) -> tuple[bool, dict[Part, bytes]]:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        late = Timer(LONGEST + 5, _kill, (process,))
        late.start()
        try:
            process.stdin.write(HEAD.pack(job.encode(), len(data)) + data)
            process.stdin.flush()
            how, size = HEAD.unpack(_exactly(process, HEAD.size))
            if size > LARGEST:
                raise ValueError("too much")
            return how == ENDED, _parts(_exactly(process, size))
        except BaseException:
            _kill(process)
            raise
        finally:
            late.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._end is not None:
            self._end()
        # -E and no environment: no setting, token or address is there to be read.
        command = [sys.executable, "-E", "-B", "-m", "handlers.files.worker"]
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._end = weakref.finalize(self, _kill, self._process)
        return self._process


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process with the child that decodes."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except OSError:
                pass


def _exactly(process: subprocess.Popen[bytes], size: int) -> bytes:
    assert process.stdout is not None
    data = process.stdout.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _parts(said: bytes) -> dict[Part, bytes]:
    """What a child said, as far as it is whole. Raises ValueError."""
    found: dict[Part, bytes] = {}
    at = 0
    while len(said) - at >= HEAD.size:
        letter, size = HEAD.unpack_from(said, at)
        at += HEAD.size
        if len(said) - at < size:
            break
        found[Part(letter.decode("ascii", "replace"))] = said[at : at + size]
        at += size
    return found
