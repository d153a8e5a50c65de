"""Voices: as they came, and beside it the copy that every browser plays."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_SPOKEN_REPLY = 1_000_000  # bytes: some four minutes of staff
COPY = "audio/mpeg"  # what the copy is
UNPLAYABLE = "recording_unplayable"  # kept since when no copy could be made, until one could


@dataclass(frozen=True, slots=True)
class Recording:
    """Somebody's voice, as it came, and a copy to be listened to; b"" where none could be made."""

    data: bytes
    media_type: str  # "audio/ogg"
    copy: bytes = b""


def to_bytes(recording: Recording) -> bytes:
    """As it is sealed: the media type, with a copy its length, a line break, the copy and the sound."""
    told = recording.media_type + (f" {len(recording.copy)}" if recording.copy else "")
    return told.encode() + b"\n" + recording.copy + recording.data


def from_bytes(plain: bytes) -> Recording:
    told, _, data = plain.partition(b"\n")
    media_type, _, length = told.decode("ascii", errors="replace").partition(" ")
    size = int(length) if length.isdecimal() else 0
    return Recording(data[size:], media_type, data[:size])
