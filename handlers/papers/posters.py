"""A campaign's papers: what stands on them, and how they are drawn.

The open look says whom it is for and shows 111. The discreet one says nothing that would tell somebody who hurts a
child what it is: no number, no name, no word of harm, not in the file's own title either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import typst

from handlers.campaigns.topics import Topic
from handlers.papers import qr, texts
from handlers.papers.texts import Look

_TEMPLATES = Path(__file__).parent / "templates"
_SENTENCE = re.compile(r"(?<=[.?!]) ")  # each begins a line of its own
_WEB_PIXELS = 1200  # the longer side of a picture that is shared or looked at


class Paper(StrEnum):
    """What is printed; a banner hangs across a road, a card is one of ten on a sheet."""

    A4 = "a4"
    A3 = "a3"
    BANNER = "banner"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in mm, and from how many metres the code is read there."""

    width: int
    height: int
    distance: float


SIZES = {
    Paper.A4: Size(210, 297, 0.65),
    Paper.A3: Size(297, 420, 0.95),
    Paper.BANNER: Size(3000, 1000, 5.0),
    Paper.CARD: Size(90, 54, 0.25),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a paper leads: its page, the code that is typed, and the number that is called."""

    link: str  # https://…/c/<code>
    typed: str  # eight digits
    number: str = ""  # only one that somebody has confirmed: handlers.papers.numbers

    @property
    def shown_link(self) -> str:
        """As a person types it."""
        return self.link.partition("://")[2]

    @property
    def shown_site(self) -> str:
        """The line's own address, which is said aloud."""
        return self.shown_link.partition("/")[0]

    @property
    def spaced(self) -> str:
        """As a person reads it: 1234 5678."""
        return f"{self.typed[:4]}\N{NO-BREAK SPACE}{self.typed[4:]}"


def pdf(paper: Paper, look: Look, topic: Topic, lead: Lead, say: Callable[[str], str], bare: bool = False) -> bytes:
    """The paper for a printer; cards come ten on a sheet of A4 with marks to cut along, `bare` is one alone."""
    return _drawn(paper, look, topic, lead, say, "pdf", bare=bare)


def png(
    paper: Paper, look: Look, topic: Topic, lead: Lead, say: Callable[[str], str], pixels: int = _WEB_PIXELS
) -> bytes:
    """The paper as a picture whose longer side has about `pixels`; of cards, one."""
    size = SIZES[paper]
    inches = max(size.width, size.height) / 25.4
    return _drawn(paper, look, topic, lead, say, "png", bare=True, ppi=pixels / inches)


def _drawn(
    paper: Paper,
    look: Look,
    topic: Topic,
    lead: Lead,
    say: Callable[[str], str],
    form: Literal["pdf", "png"],
    *,
    bare: bool,
    ppi: float | None = None,
) -> bytes:
    size = SIZES[paper]
    words = texts.poster(look, topic)
    content = {
        "paper": paper.value,
        "bare": bare,
        "width": size.width,
        "height": size.height,
        "look": look.value,
        "title": _SENTENCE.split(say(words.title)),
        "sub": _SENTENCE.split(say(words.sub)),
        "number": lead.number if look is Look.OPEN else "",
        "call": say(texts.CALL) if look is Look.OPEN else "",
        "scan": say(texts.SCAN),
        "type": say(texts.TYPE),
        "typed": lead.spaced,
        "link": lead.shown_link,
        "qr": qr.svg(lead.link),
        "side": qr.side_mm(lead.link, size.distance),
    }
    made = typst.compile(
        str(_TEMPLATES / "poster.typ"),
        format=form,
        ppi=ppi,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return made
