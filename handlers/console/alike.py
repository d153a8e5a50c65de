"""Bursts of the queue: unclaimed cases that came within minutes of one another and are alike, gathered into one thing.

What was told is compared by hashes under a key of the day, which live in this process alone: nobody is shown anything
by it, so it leaves no audit line, and nothing of it is written. A console that starts anew compares anew. Gathering
moves no case down: a burst stands where the first of its cases stood.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import anyio.lowlevel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind, Status
from handlers.console.listing import due
from handlers.day import day_of
from handlers.snapshot import snapshot_from
from handlers.store.models import Case, CaseKey, Item
from handlers.store.seal import CannotOpen, about_item, case_private_key, unseal
from locales import N_

LEAST = 10  # cases, or each stands by itself
WITHIN = timedelta(minutes=3)  # from one of them to the next, and so many must have come within it
LATELY = timedelta(days=1)  # what opened before is no burst any more
WORDS = N_("what was told")
SIGNS = (N_("channel"), N_("kind of harm"), N_("commune"), N_("language"))
_AT_ONCE = 50  # cases are opened, then others have their turn


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unclaimed case; `due` orders it as the queue does, `signs` are the columns of SIGNS."""

    id: str
    number: str
    level: int
    opened_at: datetime
    due: int
    signs: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Burst:
    """Cases of one level in the order of the queue, the first one's place being the burst's; `alike` are msgids."""

    numbers: tuple[str, ...]
    ids: tuple[str, ...]
    alike: tuple[str, ...]
    since: datetime
    until: datetime

    @property
    def newest(self) -> str:
        return max(self.numbers, key=lambda number: (len(number), number))

    @property
    def minutes(self) -> int:
        """Between the first and the last of them, at least one."""
        return max(1, -(-int((self.until - self.since).total_seconds()) // 60))


@dataclass
class Bursts:
    """What one console has compared: by case the hash of what was told first, until the day's key is thrown away."""

    _day: date | None = None
    _key: bytes = b""
    _told: dict[str, bytes] = field(default_factory=dict)
    _stamp: str = ""
    _found: tuple[Burst, ...] = ()

    async def of(self, session: AsyncSession, private: bytes, now: datetime, stamp: str) -> tuple[Burst, ...]:
        """The bursts that wait now; while the cases' common `stamp` stays, nothing is asked."""
        if self._day != day_of(now):
            self._day, self._key, self._told, self._stamp = day_of(now), secrets.token_bytes(32), {}, ""
        if stamp != self._stamp:
            signs = (Case.channel, Case.group, Case.commune_code, Case.language)
            waiting = select(Case.id, Case.number, Case.level, Case.opened_at, due(), *signs).where(
                Case.status == Status.OPEN, Case.opened_at > now - LATELY
            )
            rows = (await session.execute(waiting.order_by(Case.opened_at, Case.id))).all()
            cases = crowded(
                Waiting(id_, number, level, opened_at, due_at, (channel, group, commune, language))
                for id_, number, level, opened_at, due_at, channel, group, commune, language in rows
            )
            await self._compare(session, private, [case.id for case in cases])
            self._found, self._stamp = tuple(gathered(cases, self._told)), stamp
        return self._found

    async def _compare(self, session: AsyncSession, private: bytes, ids: Sequence[str]) -> None:
        """Read what was told first in these cases, and remember nothing of it but its hash."""
        self._told = {id_: self._told[id_] for id_ in ids if id_ in self._told}
        new = [id_ for id_ in ids if id_ not in self._told]
        for at in range(0, len(new), _AT_ONCE):
            some = new[at : at + _AT_ONCE]
            query = select(Item.case_id, Item.id, Item.sealed, CaseKey.for_console)
            query = query.join(CaseKey, CaseKey.case_id == Item.case_id)
            query = query.where(Item.case_id.in_(some), Item.kind == ItemKind.SNAPSHOT)
            rows = await session.execute(query.order_by(Item.created_at.desc(), Item.id.desc()))
            for case_id, item_id, sealed, wrapped in rows:  # the first of a case is read last
                self._told[case_id] = self._hash(_letters(case_id, item_id, sealed, wrapped, private))
            await anyio.lowlevel.checkpoint()

    def _hash(self, words: str) -> bytes:
        return hmac.digest(self._key, words.encode(), "sha256") if words else b""


def _letters(case_id: str, item_id: str, sealed: bytes, wrapped: bytes, private: bytes) -> str:
    """The letters of what was told, without case, signs and digits."""
    try:
        own = case_private_key(case_id, wrapped, private)
        report = snapshot_from(unseal(sealed, own, about_item(case_id, item_id)))
    except (CannotOpen, ValueError):
        return ""
    return "".join(sign for answer in report.answers for sign in answer.given.casefold() if sign.isalpha())


def crowded(cases: Iterable[Waiting]) -> list[Waiting]:
    """Of cases in the order in which they opened those that came with LEAST of their level WITHIN minutes."""
    found: dict[str, Waiting] = {}
    levels: dict[int, list[Waiting]] = {}
    for case in cases:
        of_level = levels.setdefault(case.level, [])
        of_level.append(case)
        together = of_level[-LEAST:]
        if len(together) == LEAST and case.opened_at - together[0].opened_at <= WITHIN:
            found |= {one.id: one for one in together}
    return list(found.values())


def gathered(cases: Sequence[Waiting], told: Mapping[str, bytes]) -> Iterable[Burst]:
    """First who told the same, then those of the others whose signs are the same."""
    taken: set[str] = set()
    for words in (True, False):
        groups: dict[object, list[Waiting]] = {}
        for case in sorted(cases, key=lambda one: one.opened_at):
            if case.id not in taken and (told.get(case.id) or not words):
                groups.setdefault((case.level, told[case.id] if words else case.signs), []).append(case)
        for run in (run for group in groups.values() for run in _runs(group) if len(run) >= LEAST):
            yield _burst(run, words)
            taken |= {case.id for case in run}


def _runs(cases: Sequence[Waiting]) -> Iterable[list[Waiting]]:
    """Cut where more than WITHIN minutes lie between two."""
    run: list[Waiting] = []
    for case in cases:
        if run and case.opened_at - run[-1].opened_at > WITHIN:
            yield run
            run = []
        run.append(case)
    yield run


def _burst(run: Sequence[Waiting], words: bool) -> Burst:
    together = zip(SIGNS, zip(*(case.signs for case in run), strict=True), strict=True)
    signs = [label for label, values in together if values[0] and len(set(values)) == 1]
    ordered = sorted(run, key=lambda case: (case.due, case.number))
    opened = [case.opened_at for case in run]
    return Burst(
        tuple(case.number for case in ordered),
        tuple(case.id for case in ordered),
        (*([WORDS] if words else []), *signs),
        min(opened),
        max(opened),
    )
