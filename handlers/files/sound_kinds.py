"""How the files begin that are looked at as sounds: a name or a label says nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SoundKind:
    """A container: FFmpeg's name of what reads it, and what it is called where it holds sound alone."""

    demuxer: str
    media_type: str


_ADTS, _MPEG = SoundKind("aac", "audio/aac"), SoundKind("mp3", "audio/mpeg")
_BEGINNINGS = (
    (0, b"OggS", SoundKind("ogg", "audio/ogg")),
    (0, b"\x1aE\xdf\xa3", SoundKind("matroska", "audio/webm")),
    (4, b"ftyp3g", SoundKind("mov", "audio/3gpp")),
    (4, b"ftyp", SoundKind("mov", "audio/mp4")),  # also MOV, HEIC and AVIF: their tracks tell
    (0, b"ID3", _MPEG),
    (0, b"#!AMR", SoundKind("amr", "audio/amr")),
    (8, b"WAVE", SoundKind("wav", "audio/wav")),
)
_LAYER = 0x06  # of an MPEG frame: none of the three is ADTS


def kind_of(data: bytes) -> SoundKind | None:
    """What the file would be, if it holds sound; None where it begins like no sound that is known here."""
    for at, beginning, kind in _BEGINNINGS:
        if data[at : at + len(beginning)] == beginning:
            return kind
    if data[:1] == b"\xff" and len(data) > 1 and data[1] & 0xE0 == 0xE0:  # MPEG 1, 2 and 2.5: 8 kHz too
        return _MPEG if data[1] & _LAYER else _ADTS
    return None
