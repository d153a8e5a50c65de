"""Indicator 0101 as the dashboard shows it: kinds of harm by sex, by age and by setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import anyio
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.console import figures_words as said
from handlers.figures.harm import BY, HARMS, SPANS, cells, shown
from handlers.figures.period import Period
from handlers.figures.reading import figures
from handlers.figures.tables import ALL, UNKNOWN, At
from locales import N_, Translate

_TITLES = {
    "sex": N_("Abused children (0101), by kind of harm and sex"),
    "age": N_("Abused children (0101), by kind of harm and age"),
    "setting": N_("Abused children (0101), by kind of harm and setting"),
}


@dataclass(frozen=True, slots=True)
class HarmTable:
    """`rows` are the names of lines and their numbers, None where one is hidden; the last is the sum."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


async def harmed(session: AsyncSession, period: Period, translate: Translate) -> list[HarmTable]:
    """The tables of a half-year or a year, of cases as they stand now; none of any other period."""
    if period.span not in SPANS:
        return []
    counts = {by: await figures(session, period, ("kind", "group", by), cases_only=True) for by in BY}
    return tables_of(await anyio.to_thread.run_sync(partial(shown, cells(counts))), translate)


def tables_of(found: Mapping[At, int | None], translate: Translate) -> list[HarmTable]:
    return [
        HarmTable(
            by,
            translate(_TITLES[by]),
            tuple(_name(by, name, translate) for name in (*names, ALL)),
            tuple(
                (said.label("harm", row, translate), tuple(found[At(by, row, name)] for name in (*names, ALL)))
                for row in (*HARMS, ALL)
            ),
        )
        for by, names in BY.items()
    ]


def lines_of(tables: Iterable[HarmTable]) -> Iterator[tuple[str, str, int | str]]:
    """Table, line and number of every cell; a hidden number is a point."""
    for table in tables:
        for name, numbers in table.rows:
            for head, number in zip(table.heads, numbers, strict=True):
                yield table.title, f"{name} – {head}", "•" if number is None else number


def _name(by: str, name: str, translate: Translate) -> str:
    if name in (UNKNOWN, ALL):
        return translate(said.SEXES[name])
    if by == "age":
        return translate(N_("{ages} years")).format(ages=name.replace("-", "–"))
    return said.label(by, name, translate)
