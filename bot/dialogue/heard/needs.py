"""What a danger is, where its signals do not say it: somebody hides, is lost, is blackmailed."""

from __future__ import annotations

import re

from bot.dialogue.heard.words import fold
from nlu.marks import nfc

# As written: "tròn" and "trộn" are nobody hiding, "lạc" may be a peanut ("đậu lạc").
_WRITTEN = {
    "hiding": re.compile(r"\b(?:trốn|nấp|núp)\b"),
    "lost": re.compile(r"\b(?:đi|bị) lạc\b|\blạc đường\b"),
    "blackmail": re.compile(r"\btống tiền\b|\b(?:tung|đăng|gửi|phát tán) (?:ảnh|hình|clip|video)\b"),
}
_BARE = {
    "hiding": re.compile(r"\b(?:dang tron|tron trong|tron duoi|tron sau|nup)\b"),
    "lost": re.compile(r"\b(?:di|bi) lac\b|\blac duong\b"),
    "blackmail": re.compile(r"\btong tien\b|\b(?:tung|dang|phat tan) (?:anh|hinh|clip|video)\b"),
}


def needs(text: str) -> frozenset[str]:
    """Which of them these words tell of."""
    written, bare = nfc(text).casefold(), fold(text)
    found = {need for need, pattern in _WRITTEN.items() if pattern.search(written)}
    if written.isascii():
        found |= {need for need, pattern in _BARE.items() if pattern.search(bare)}
    return frozenset(found)
