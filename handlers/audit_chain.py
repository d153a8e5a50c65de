"""The chain over the audit: each link covers lines that came since, by a hash of each, and is bound to the one before.

The console adds a link after the lines are committed, so nobody who does something waits for it. Lines come in the
order of their ids but for those of a transaction that took longer: a link says which ids had no line yet, and a later
one covers them when they come.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Audit, AuditLink
from handlers.store.trust import Part, trust_of

MOST = 500  # lines of one link
_MISSING = 200  # ids that are waited for at most; what comes after that is covered by no link, and said so
_FIRST = "first"


async def extend(session: AsyncSession, now: datetime) -> list[Audit]:
    """Cover what no link covers yet, as far as one link goes; the lines. Nothing without the console's key."""
    trust = trust_of(session)
    if trust.signing is None:
        return []
    last = await session.scalar(select(AuditLink).order_by(AuditLink.id.desc()).limit(1))
    upto, late = (last.upto, _numbers(last.missing)) if last is not None else (0, [])
    new = select(Audit).where(or_(Audit.id > upto, Audit.id.in_(late))).order_by(Audit.id).limit(MOST)
    lines = list(await session.scalars(new))
    if not lines:
        return []
    highest = max(upto, lines[-1].id)
    came = {line.id for line in lines}
    missing = [one for one in (*late, *range(upto + 1, highest)) if one not in came][-_MISSING:]
    if last is None:  # before the first link nobody waits for what has gone
        missing = []
    link = AuditLink(at=now, upto=highest, missing=",".join(map(str, missing)))
    link.lines = ",".join(f"{line.id}:{fingerprint(line)}" for line in lines)
    link.proof = trust.proof(*_about(link, last)) or ""
    session.add(link)
    return lines


async def stands(session: AsyncSession, last: tuple[int, str]) -> bool:
    """Whether the line that was covered last, by its id and fingerprint, stands as it did, and a link covers it."""
    line = await session.get(Audit, last[0], populate_existing=True)
    link = await session.scalar(select(AuditLink).order_by(AuditLink.id.desc()).limit(1))
    return line is not None and fingerprint(line) == last[1] and link is not None and link.upto >= last[0]


def fingerprint(line: Audit) -> str:
    """24 hexadecimal digits of SHA-256 over everything that a line says."""
    said = [line.id, line.at.isoformat(), line.staff_id, line.act, line.case_id, line.item_id, line.detail]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: ids of lines that were changed, that have gone, that no link covers; the first bad link."""

    links: int
    lines: int
    changed: tuple[int, ...]
    gone: tuple[int, ...]
    uncovered: tuple[int, ...]
    broken_at: datetime | None  # when the link was made that does not hold, or has gone
    since: datetime | None  # the time of the first line that is changed, or of the line before one that has gone

    @property
    def holds(self) -> bool:
        return not (self.changed or self.gone or self.uncovered or self.broken_at)


async def check(session: AsyncSession, copied: Iterable[tuple[int, str]] = ()) -> Checked:
    """Hold every line against the links, and against `copied`: ids and fingerprints that are kept elsewhere."""
    trust = trust_of(session)
    covered: dict[int, str] = {}
    links, broken_at, before = 0, None, None
    for link in await session.scalars(select(AuditLink).order_by(AuditLink.id)):
        if not trust.holds(link.proof, *_about(link, before)) and broken_at is None:
            broken_at = link.at
        links, before = links + 1, link
        for part in filter(None, link.lines.split(",")):
            number, _, digest = part.partition(":")
            covered[int(number)] = digest
    upto, waited = (before.upto, set(_numbers(before.missing))) if before is not None else (0, set())
    there: dict[int, str] = {}
    times: dict[int, datetime] = {}
    for line in await session.scalars(select(Audit).order_by(Audit.id)):
        there[line.id], times[line.id] = fingerprint(line), line.at
    outside = dict(copied)
    known = {**outside, **covered}
    changed = {one for one, digest in known.items() if there.get(one, digest) != digest}
    changed |= {one for one, digest in outside.items() if covered.get(one, digest) != digest}
    gone = {one for one in known if one not in there}
    uncovered = {one for one in there if one not in known and one <= upto and one not in waited}
    wrong = sorted(changed | gone | uncovered)
    earlier = [at for number, at in times.items() if wrong and number <= wrong[0]]
    return Checked(
        links,
        len(there),
        tuple(sorted(changed)),
        tuple(sorted(gone)),
        tuple(sorted(uncovered)),
        broken_at,
        earlier[-1] if earlier else None,
    )


def _about(link: AuditLink, before: AuditLink | None) -> tuple[Part, ...]:
    return ("audit", link.at, link.lines, link.upto, link.missing, before.proof if before is not None else _FIRST)


def _numbers(said: str) -> list[int]:
    return [int(one) for one in said.split(",") if one]
