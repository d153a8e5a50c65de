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


Part = str | Number
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
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    texts: int = 1
    total: bool = False


Block = Heading | Paragraph | Table


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

    def numbers(self) -> Iterator[Number]:
        """Every number in it, in order."""
        for block in (*self.blocks, *self.annex):
            rows = block.rows if isinstance(block, Table) else (block.parts,) if isinstance(block, Paragraph) else ()
            yield from (part for row in rows for part in row if isinstance(part, Number))
