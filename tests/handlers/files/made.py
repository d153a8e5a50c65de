"""Small files made by the libraries themselves: nobody's voice and nobody's picture."""

from __future__ import annotations

import array
import io
import math
import zlib
from functools import cache
from typing import Any

import av
from PIL import Image


def _tone(stream: Any, rate: int, seconds: float) -> Any:
    alike = av.AudioResampler(stream.format, stream.layout, rate, stream.codec_context.frame_size or None)
    for at in range(0, int(rate * seconds), 1024):
        frame = av.AudioFrame("s16", "mono", 1024)
        frame.sample_rate, frame.pts = rate, at
        wave = (int(9000 * math.sin(2 * math.pi * 440 * (at + i) / rate)) for i in range(1024))
        frame.planes[0].update(array.array("h", wave).tobytes())
        yield from alike.resample(frame)


def _pictures(frames: int) -> Any:
    for at in range(frames):
        frame = av.VideoFrame(64, 48, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([40 * at % 256]) * plane.buffer_size)
        frame.pts = at
        yield frame


@cache
def sound(codec: str, container: str, rate: int, seconds: float = 1.0, *, video: str = "") -> bytes:
    """A tone; with `video` a track of pictures beside it. codec "" is pictures alone."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        heard = target.add_stream(codec, rate=rate, layout="mono") if codec else None
        seen = target.add_stream(video, rate=5) if video else None
        if seen is not None:
            seen.width, seen.height, seen.pix_fmt = 64, 48, "yuv420p"
            for frame in _pictures(3):
                target.mux(seen.encode(frame))
            target.mux(seen.encode(None))
        if heard is not None:
            for frame in _tone(heard, rate, seconds):
                target.mux(heard.encode(frame))
            target.mux(heard.encode(None))
    return out.getvalue()


@cache
def avif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(out, "AVIF")
    return out.getvalue()


def amr() -> bytes:
    return sound("libopencore_amrnb", "amr", 8000)


def ogg(seconds: float = 1.0) -> bytes:
    return sound("libopus", "ogg", 48000, seconds)


def bomb(width: int, height: int, *, colour: int = 6) -> bytes:
    """A PNG that says it is so large, and holds rows of nothing; as small as such files get."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    channels = {0: 1, 2: 3, 6: 4}[colour]
    rows = zlib.compressobj(9)
    row = bytes(1 + width * channels)
    packed = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, colour, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
