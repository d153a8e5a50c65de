"""What a board of lights shows and what radio and loudspeaker say: numbers as they are seen, and as they are spoken."""

from __future__ import annotations

from collections.abc import Callable

from handlers.campaigns.topics import Topic
from handlers.papers import texts
from handlers.papers.posters import Lead
from handlers.papers.texts import Look

BOARD_WIDTH = 32  # characters that a small board shows at once; longer lines it moves along
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def board(look: Look, topic: Topic, lead: Lead, say: Callable[[str], str]) -> list[str]:
    """The lines of a board, one screen after another, none wider than `BOARD_WIDTH`."""
    words = texts.poster(look, topic)
    number = [f"{say(texts.CALL)}: {lead.number}"] if look is Look.OPEN and lead.number else []
    screens = [say(words.title), *number, f"{say(texts.TYPE)} {lead.spaced}", lead.shown_site]
    return [line for screen in screens for line in _folded(screen)]


def radio(look: Look, topic: Topic, lead: Lead, say: Callable[[str], str]) -> str:
    """One paragraph to be read aloud: the typed code is said twice, in pairs of digits."""
    parts = [say(texts.spoken(look, topic))]
    if look is Look.OPEN and lead.number:
        parts.append(say(texts.SPOKEN_CALL).format(number=_said(lead.number)))
    parts.append(say(texts.SPOKEN_CODE).format(site=lead.shown_site, digits=_in_pairs(lead.typed)))
    return " ".join(parts)


def _said(number: str) -> str:
    return " ".join(_DIGITS[int(digit)] for digit in number if digit.isdigit())


def _in_pairs(digits: str) -> str:
    return ", ".join(_said(digits[at : at + 2]) for at in range(0, len(digits), 2))


def _folded(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > BOARD_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
