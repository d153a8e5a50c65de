"""The phrases of each language: tables beside this file, `<language>/<table>.tsv`, which say themselves what they hold.

A line that begins with "#" is a remark. {NAME} in a phrase stands for the alternatives of that name in `groups.tsv` of
the same language. How a phrase is written: nlu/components/patterns.py.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTHING = "-"  # a label that finds nothing, or cues of which none is needed
_GROUP = re.compile(r"\{([A-Z]+)\}")


def phrases(language: str, *tables: str) -> dict[str, str]:
    """The labels of these tables with their phrases, a line each, in the order of the files; "-" is the label ""."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for label, phrase in rows(language, table, 2):
            found.setdefault("" if label == NOTHING else label, []).append(phrase)
    return {label: "\n".join(lines) for label, lines in found.items()}


def danger(language: str) -> list[tuple[str, list[str], str]]:
    """The sections of `danger.tsv`: signal, the cues of which it needs one, and the phrases, a line each."""
    told = groupby(rows(language, "danger", 3), key=lambda row: (row[0], row[1]))
    return [
        (signal, [] if cues == NOTHING else cues.split(), "\n".join(phrase for *_, phrase in section))
        for (signal, cues), section in told
    ]


def rows(language: str, table: str, columns: int) -> list[list[str]]:
    """The rows of a table with their groups put in; raises ValueError, which names the line, for one that is none."""
    return [
        [*row[:-1], _GROUP.sub(lambda found: _groups(language)[found[1]], row[-1])]
        for row in _written(language, table, columns)
    ]


@cache
def _groups(language: str) -> dict[str, str]:
    return dict(_written(language, "groups", 2))


def _written(language: str, table: str, columns: int) -> list[list[str]]:
    path = HERE / language / f"{table}.tsv"
    written: list[list[str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            written.append(line.split("\t"))
            if len(written[-1]) != columns or not all(written[-1]):
                raise ValueError(f"{path.name}:{number}: {columns} columns with a tab between are expected")
    return written
