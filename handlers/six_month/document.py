"""The report as values: headings, sentences, tables and what is missing; each number carries its figure's key. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.sheets.period import HalfYear

MISSING, HIDDEN = "…", "–"
SHORT = 18  # rows of a table that is not broken over two pages


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed, and the figure it is from (the keys of handlers/six_month/source.py)."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a word means; it stands at the foot of the page on which the word is first met."""

    number: int
    text: str


Part = str | Number | Footnote
Row = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: Row


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the line; the first `texts` columns are words, the others numbers; `total`: sum below."""

    caption: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    texts: int = 1
    total: bool = False
    defined: tuple[Footnote, ...] = ()  # at the end of the caption


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of a chart, as it is printed and how long its bar is; None is a number that is hidden or missing."""

    label: str
    number: Number
    value: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under one another, of the numbers of the table before it."""

    caption: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """In words, for whoever cannot see it."""
        return f"{self.caption}: " + "; ".join(f"{bar.label} {bar.number.text}" for bar in self.bars) + "."

    def share(self, bar: Bar) -> float:
        """The length of a bar, of the longest one's."""
        return (bar.value or 0) / max(one.value or 0 for one in self.bars)


Block = Heading | Paragraph | Table | Chart


def text_of(parts: Row) -> str:
    """The words and numbers of a sentence, without its footnotes."""
    return "".join(part.text if isinstance(part, Number) else part for part in parts if not isinstance(part, Footnote))


@dataclass(frozen=True, slots=True)
class Document:
    """What is signed (`blocks`, `annex`), and what an author still has to find (`missing`)."""

    half: HalfYear
    until: date
    written: date
    title: str
    blocks: tuple[Block, ...]
    annex: tuple[Block, ...]
    missing: tuple[str, ...]
    made_up: bool = False

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """All of them, in order."""
        found: list[Footnote] = []
        for block in (*self.blocks, *self.annex):
            parts = block.parts if isinstance(block, Paragraph) else block.defined if isinstance(block, Table) else ()
            found += [part for part in parts if isinstance(part, Footnote)]
        return tuple(found)

    def numbers(self) -> Iterator[Number]:
        """Every number in it, in order."""
        for block in (*self.blocks, *self.annex):
            rows: tuple[Row, ...] = ()
            match block:
                case Table():
                    rows = block.rows
                case Paragraph(parts):
                    rows = (parts,)
                case Chart(_, bars):
                    rows = (tuple(bar.number for bar in bars),)
            yield from (part for row in rows for part in row if isinstance(part, Number))
