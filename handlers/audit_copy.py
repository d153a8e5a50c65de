"""The audit's copy outside of the database: a file to which the console appends each line that a link covers.

Codes and ids alone, as in the table. Whoever can write the database can't take a line out of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from handlers.audit_chain import fingerprint
from handlers.store.models import Audit


def append(file: Path, lines: Iterable[Audit], register: int) -> None:
    """One line of JSON for each, on the disk when this returns; `register` is the number of the register by then."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as out:
        for line in lines:
            said = {"id": line.id, "at": line.at.isoformat(), "staff": line.staff_id, "act": line.act}
            said |= {"case": line.case_id, "item": line.item_id, "detail": line.detail}
            out.write(json.dumps({**said, "hash": fingerprint(line), "register": register}, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())


def read(file: Path) -> Iterator[tuple[int, str]]:
    """Id and fingerprint of every line; of one that was copied twice, as after a crash, the first copy."""
    seen: set[int] = set()
    for line in _lines(file):
        if line["id"] not in seen:
            seen.add(line["id"])
            yield line["id"], line["hash"]


def register_in(file: Path) -> int:
    """The number that the register had when the last line was copied; 0 where there is no copy."""
    return max((int(one["register"]) for one in _last_ones(file)), default=0)


def last(file: Path) -> tuple[int, str] | None:
    """Id and fingerprint of the line that was copied last."""
    found = _last_ones(file)
    return (int(found[-1]["id"]), str(found[-1]["hash"])) if found else None


def _last_ones(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    with file.open("rb") as lines:
        lines.seek(max(0, file.stat().st_size - 8192))
        found = [_parsed(line.decode(errors="replace")) for line in lines]
    return [one for one in found if one is not None]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if (found := _parsed(line)) is not None:
                yield found


def _parsed(line: str) -> dict[str, Any] | None:
    """None for the last line of a process that was killed while it wrote."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
