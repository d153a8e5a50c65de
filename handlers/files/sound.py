"""Sounds by FFmpeg's libraries: which tracks a file has, and a copy that every browser plays and can seek in.

Runs in the process for files alone (handlers/files/worker.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av
from av.error import FFmpegError

from handlers.files.kinds import LARGEST_RECORDING, NotTaken, Refused
from handlers.files.sound_kinds import kind_of

_LONGEST_COPY = 30 * 60  # seconds: of what is longer no copy is made, since part of it would be taken for all
_RATE, _BIT_RATE = 24_000, 48_000  # hertz, and bits a second: speech as it was heard, 360 kB a minute
_MOST_CHANNELS = 8
# What telephones, browsers and Telegram record with. FFmpeg reads hundreds more: none of them is given a file.
_CODECS = frozenset(
    "aac alac amrnb amrwb libopencore_amrnb libopencore_amrwb mp3 mp3float opus libopus pcm_alaw pcm_mulaw pcm_s16le "
    "pcm_u8 vorbis".split()
)


def playable(data: bytes) -> bytes:
    """The copy, once its tracks were looked at. Raises NotTaken, and whatever FFmpeg raises."""
    if len(data) > LARGEST_RECORDING:
        raise NotTaken(Refused.LONG_VOICE)
    kind = kind_of(data)
    if kind is None:
        raise NotTaken(Refused.NO_SOUND)
    try:
        source = av.open(io.BytesIO(data), format=kind.demuxer)
    except FFmpegError:
        raise NotTaken(Refused.NO_SOUND) from None
    with source:
        _only_sound(source)
        copy = _copy(source)
        _only_sound(source)  # a track may begin in the middle
    return copy


def _only_sound(source: Any) -> None:
    if any(stream.type == "video" for stream in source.streams):
        raise NotTaken(Refused.VIDEO)
    if not source.streams.audio:
        raise NotTaken(Refused.NO_SOUND)


def _copy(source: Any) -> bytes:
    heard = source.streams.audio[0]
    context = heard.codec_context
    if context.name not in _CODECS or not 0 < context.channels <= _MOST_CHANNELS:
        raise ValueError("not for us")
    if (source.duration or 0) > _LONGEST_COPY * av.time_base:
        raise ValueError("too long")
    context.thread_count = 1  # a process that can start nothing has no threads either
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as target:
        made = target.add_stream("libmp3lame", rate=_RATE, layout="mono")
        made.bit_rate = _BIT_RATE
        alike = av.AudioResampler(made.format, "mono", _RATE)
        samples = 0
        for frame in _frames(source, heard):
            for piece in alike.resample(frame):
                samples += piece.samples
                target.mux(made.encode(piece))
            if samples > _LONGEST_COPY * _RATE:
                raise ValueError("too long")
        for piece in alike.resample(None) if samples else ():
            target.mux(made.encode(piece))
        target.mux(made.encode(None))
    if not samples:
        raise ValueError("nothing to hear")
    return out.getvalue()


def _frames(source: Any, heard: Any) -> Iterator[Any]:
    """What can be heard of it: a broken piece is left out, and where the file was cut off it ends."""
    packets = source.demux(heard)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            frame.pts = None  # clocks of telephones jump: it is played as it was said, without holes
            yield frame
