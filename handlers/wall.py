"""The wallboard: how many wait, how long, who is there, as bare numbers; and the links that show it to a screen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alarms import SILENT, AlarmKind
from handlers.alerts import loudest, round_of
from handlers.attention import LIVE, PASSED_ON
from handlers.audit import Act, note
from handlers.case import Status
from handlers.duty import CLAIMING, active_staff
from handlers.heartbeat import silences
from handlers.mute import loud
from handlers.permission import NotAllowed, Right, may
from handlers.store.keys import token_hash
from handlers.store.models import Case, Staff, WallLink
from handlers.store.trust import Part, trust_of
from handlers.triage import Level

LASTS = timedelta(days=90)
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another: it may have to be typed
_LENGTH, _GROUP = 30, 5  # 147 bits
_MOST_RINGS = 60
LONGEST_PLACE = 80


@dataclass(frozen=True, slots=True)
class Wall:
    """`waiting` by level; `since` is when the one who waits longest began to; `rings` name cases and tell nothing."""

    waiting: dict[Level, int]
    since: datetime | None
    on_duty: int
    silent: tuple[AlarmKind, ...]
    rings: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(self.waiting.values())


async def figures(session: AsyncSession, now: datetime) -> Wall:
    """What waits for somebody at this moment. Flat in closed cases: only the live ones are looked at."""
    free = and_(LIVE, or_(Case.status == Status.OPEN, PASSED_ON), loud(now))
    rows = await session.execute(
        select(Case.level, func.count(), func.min(Case.waits_since)).where(free).group_by(Case.level)
    )
    by_level = {Level(level): (count, since) for level, count, since in rows}
    here = select(func.count()).where(Staff.active, Staff.role.in_(CLAIMING), Staff.on_duty_since.is_not(None))
    calls = await session.scalars(loudest(free).limit(_MOST_RINGS))
    silent = await silences(session, now)
    return Wall(
        {level: by_level.get(level, (0, None))[0] for level in Level},
        min((since for _, since in by_level.values()), default=None),
        await session.scalar(here) or 0,
        tuple(kind for process, kind in SILENT.items() if process in silent),
        tuple(sorted(sha256(f"{one.id}@{round_of(one)}".encode()).hexdigest()[:12] for one in calls)),
    )


async def make_link(session: AsyncSession, staff_id: str, place: str, now: datetime) -> str:
    """A new link's token, in groups to be read and typed; only its hash is kept. Raises NotAllowed, ValueError."""
    await _allow(session, staff_id)
    place = " ".join(place.split())[:LONGEST_PLACE]
    if not place:
        raise ValueError("where does it hang?")
    token = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    id_ = uuid4().hex
    link = WallLink(id=id_, token_hash=token_hash(token), place=place, made_by=staff_id, made_at=now)
    link.expires_at = now + LASTS
    link.proof = trust_of(session).proof(*_about(link))
    session.add(link)
    note(session, Act.MAKE_WALL_LINK, at=now, staff_id=staff_id, detail=id_)
    return "-".join(token[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


async def revoke(session: AsyncSession, link_id: str, staff_id: str, now: datetime) -> bool:
    """End a link and every screen that it has let in, at once; whether it was alive. Raises NotAllowed."""
    await _allow(session, staff_id)
    link = await session.get(WallLink, link_id, with_for_update=True, populate_existing=True)
    if link is None or link.revoked_at is not None:
        return False
    link.revoked_at = now
    note(session, Act.REVOKE_WALL_LINK, at=now, staff_id=staff_id, detail=link_id)
    return True


async def find(session: AsyncSession, token: str, now: datetime) -> WallLink | None:
    """The live link of this token, however it was typed."""
    bare = "".join(one for one in token[:200].upper() if one in _LETTERS)
    if len(bare) != _LENGTH:
        return None
    link = await session.scalar(select(WallLink).where(WallLink.token_hash == token_hash(bare)))
    if link is None or not is_alive(link, now):
        return None
    return link if trust_of(session).holds(link.proof, *_about(link)) else None


async def links(session: AsyncSession) -> list[WallLink]:
    """Every link, the newest first."""
    return list(await session.scalars(select(WallLink).order_by(WallLink.made_at.desc())))


def is_alive(link: WallLink, now: datetime) -> bool:
    return link.revoked_at is None and now < link.expires_at


def _about(link: WallLink) -> tuple[Part, ...]:
    return ("wall", link.id, link.token_hash, link.made_by, link.expires_at)


async def _allow(session: AsyncSession, staff_id: str) -> None:
    if not may((await active_staff(session, staff_id)).role, Right.WALL_LINK):
        raise NotAllowed(Right.WALL_LINK)
