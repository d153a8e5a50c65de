"""Voices: what is taken for a recording, whoever speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recording:
    """Somebody's voice, as it came."""

    data: bytes
    media_type: str  # "audio/ogg"


LARGEST_RECORDING = 5_000_000  # bytes: ten minutes and more of a reporter's speech
LARGEST_SPOKEN_REPLY = 1_000_000  # bytes: some four minutes of staff

# How the kinds of recording begin that telephones and browsers make, and that browsers play.
_BEGINNINGS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
)


def recording_from(data: bytes, most: int = LARGEST_RECORDING) -> Recording | None:
    """What a browser handed in as a recording, by how it begins, not by what it is called; None when it is none."""
    for at, beginning, media_type in _BEGINNINGS:
        if len(data) <= most and data[at : at + len(beginning)] == beginning:
            return Recording(data, media_type)
    return None


def to_bytes(recording: Recording) -> bytes:
    """As it is sealed: the media type, a line break, the sound."""
    return recording.media_type.encode() + b"\n" + recording.data


def from_bytes(plain: bytes) -> Recording:
    media_type, _, data = plain.partition(b"\n")
    return Recording(data, media_type.decode("ascii", errors="replace"))
