"""What the report is written from, and the pen that writes a number: never without the key of its figure. Pure.

A key is `contacts`, `cases`, `in_time`…, the code of a published cell ("age_sex|4-6|girl"), `sheet/<indicator>` for a
sum over communes, `sheet/<indicator>/communes` for how many entered it, `commune/<code>/<indicator>`,
`campaign/<id>/<step>`; `a%b` is a share and `a~b` a change against b. In a sentence `{^case}` is the footnote that
says what a case is; it stands where the word is met first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.figures.child_helpline import reason_of
from handlers.figures.harm import HARMS
from handlers.figures.tables import At
from handlers.sheets.indicators import all_of_them
from handlers.sheets.period import HalfYear
from handlers.six_month.definitions import DEFINITIONS
from handlers.six_month.document import HIDDEN, MISSING, Bar, Chart, Footnote, Number, Paragraph, Part, Table

HARM_CELLS = {group: At("reason", reason_of(group, group), group).code for group in HARMS}  # of indicator 0101
_KEY = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Campaign:
    id: str
    name: str
    topic: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a commune wrote in words."""

    commune: str  # its name
    indicator: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The figures of a half-year up to a cut-off day: None is a hidden number, no key a missing one."""

    half: HalfYear
    until: date
    written: date
    values: Mapping[str, int | None]
    communes: Mapping[str, str]  # code to name
    campaigns: tuple[Campaign, ...] = ()
    remarks: tuple[Remark, ...] = ()
    published: bool = False  # else no table by anything but the whole province
    weeks_until: date | None = None  # cases are counted by whole weeks, to this day
    too_late: int = 0  # entered values whose day is after the cut-off
    made_up: bool = False

    @property
    def whole(self) -> bool:
        """Whether the cut-off day is the last of the half-year."""
        return self.until == self.half.last


@dataclass(slots=True)
class Pen:
    """Writes sentences whose numbers stand as {key}, and remembers what was missing."""

    source: Source
    label: Callable[[str, str], str]  # what a line of a table is called
    missing: dict[str, None] = field(default_factory=dict)
    defined: dict[str, Footnote] = field(default_factory=dict)
    charts: int = 0

    def value(self, key: str) -> int | None:
        return self.source.values.get(key)

    def number(self, key: str) -> Number:
        if "%" in key:
            return Number(key, self._share(*key.split("%")))
        if "~" in key:
            return Number(key, self._change(*key.split("~")))
        if key not in self.source.values:
            self._miss(key)
            return Number(key, MISSING)
        value = self.source.values[key]
        return Number(key, HIDDEN if value is None else dotted(value))

    def say(self, template: str) -> Paragraph:
        """A sentence; {key} is a number."""
        return Paragraph(self.parts(template))

    def parts(self, template: str) -> tuple[Part, ...]:
        pieces = _KEY.split(template)
        found: list[Part] = []
        for at, piece in enumerate(pieces):
            if at % 2 and piece.startswith("^"):
                found += self.define(piece[1:])
            elif piece:
                found.append(self.number(piece) if at % 2 else piece)
        return tuple(found)

    def define(self, *words: str) -> tuple[Footnote, ...]:
        """The footnotes of these words, but of those that had theirs before."""
        new = [word for word in words if word not in self.defined]
        for word in new:
            self.defined[word] = Footnote(len(self.defined) + 1, DEFINITIONS[word])
        return tuple(self.defined[word] for word in new)

    def drawn(self, table: Table, column: int = 1) -> Iterator[Chart]:
        """The chart of a table's column, but for its sum and what stands further in; none where hardly one is shown."""
        rows = [row for row in (table.rows[:-1] if table.total else table.rows) if not str(row[0]).startswith("–")]
        bars = [
            Bar(str(row[0]), number, self.value(number.key))
            for row in rows
            if isinstance(number := row[column], Number)
        ]
        if sum(bool(bar.value) for bar in bars) > 1:
            self.charts += 1
            of = f": {table.head[column].lower()}" if len(table.head) - table.texts > 1 else ""
            yield Chart(f"Biểu đồ {self.charts}. {table.caption}{of}", tuple(bars))

    def note_missing(self, what: str) -> None:
        self.missing[what] = None

    def _share(self, part: str, whole: str) -> str:
        a, b = self.value(part), self.value(whole)
        if part not in self.source.values or whole not in self.source.values:
            return MISSING
        return HIDDEN if a is None or not b else decimal(100 * a / b) + "%"

    def _change(self, now: str, before: str) -> str:
        a, b = self.value(now), self.value(before)
        return HIDDEN if a is None or not b else decimal(abs(100 * (a - b) / b)) + "%"

    def _miss(self, key: str) -> None:
        head, _, code = key.partition("/")
        indicator = all_of_them().get(code.partition("/")[0])
        if head == "sheet" and indicator is not None:
            self.note_missing(f"{indicator.vi}: chưa xã, phường nào nhập")


def dotted(number: int) -> str:
    """1.234, as people in Viet Nam write it."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """12,5; a whole one without its nought."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def day(at: date) -> str:
    """As official papers write it: a day under ten and a month under three with a nought before it."""
    return f"{at.day:02d}/{at.month:02d}/{at.year}" if at.month < 3 else f"{at.day:02d}/{at.month}/{at.year}"


def age_name(age: str) -> str:
    return "Không rõ" if age == "unknown" else f"Từ {age.replace('-', ' đến ')} tuổi"
