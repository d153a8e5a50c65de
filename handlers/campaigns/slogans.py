"""Slogans as a list: added, changed, ended, many at once; the same one at the same place stands there once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.campaigns.slogan_form import WantedSlogan, folded
from handlers.deadlines import VIETNAM
from handlers.store.models import Slogan, Variant
from nlu.places import SCHEME

_Same = tuple[str, str, str, str]


class NoSuchSlogan(LookupError):
    """There is no slogan with this id."""


class NoSuchCode(LookupError):
    """No variant has this code, perhaps since its campaign was deleted. The argument is its row."""


class IsThere(Exception):
    """The same one hangs there already."""


class ChangedMeanwhile(Exception):
    """Somebody else changed it since it was looked at. The arguments are its version now and what it says."""


async def add(session: AsyncSession, wanted: WantedSlogan, by: str, now: datetime) -> None:
    """Raises IsThere, NoSuchCode."""
    if await add_all(session, [wanted], by, now):
        raise IsThere


async def add_all(session: AsyncSession, wanted: Sequence[WantedSlogan], by: str, now: datetime) -> list[int]:
    """The places of those that hang there already, which are left as they are. Raises NoSuchCode: nothing is added."""
    today = _today(now)
    known = {_row(_same(one), one.until, today) for one in await session.scalars(select(Slogan))}
    ways = await _by_code(session)
    new: list[Slogan] = []
    there: list[int] = []
    for at, one in enumerate(wanted):
        if one.code is not None and one.code not in ways:
            raise NoSuchCode(at)
        row = _row(one.same, one.until, today)
        if row in known:
            there.append(at)
            continue
        known.add(row)
        slogan = Slogan(id=uuid4().hex, created_at=now, version=1)
        _put(slogan, one, ways)
        new.append(slogan)
    session.add_all(new)
    if new:
        single = len(wanted) == 1
        detail = new[0].id if single else str(len(new))
        note(session, Act.ADD_SLOGAN if single else Act.READ_SLOGANS, at=now, staff_id=by, detail=detail)
    await session.flush()
    return there


async def edit(
    session: AsyncSession, slogan_id: str, wanted: WantedSlogan, version: int, by: str, now: datetime
) -> None:
    """Raises NoSuchSlogan, IsThere, NoSuchCode; ChangedMeanwhile where `version` is not the present one."""
    slogan = await _locked(session, slogan_id)
    if slogan.version != version:
        raise ChangedMeanwhile(slogan.version, f"{slogan.text} – {slogan.place}")
    ways = await _by_code(session)
    if wanted.code is not None and wanted.code not in ways:
        raise NoSuchCode(0)
    others = await session.scalars(select(Slogan).where(Slogan.id != slogan_id))
    if any(_same(one) == wanted.same and hangs(one, _today(now)) for one in others):
        raise IsThere
    _put(slogan, wanted, ways)
    slogan.version += 1
    note(session, Act.CHANGE_SLOGAN, at=now, staff_id=by, detail=slogan_id)


async def end(session: AsyncSession, slogan_id: str, by: str, now: datetime) -> None:
    """From today it hangs no longer, or never did where it was to be hung later. Raises NoSuchSlogan."""
    slogan = await _locked(session, slogan_id)
    yesterday = _today(now) - timedelta(days=1)
    slogan.version += 1
    slogan.until = min(slogan.until, yesterday) if slogan.until else yesterday
    if slogan.since is not None and slogan.since > slogan.until:
        slogan.since = slogan.until
    note(session, Act.END_SLOGAN, at=now, staff_id=by, detail=slogan_id)


async def listed(session: AsyncSession, words: str = "") -> list[Slogan]:
    """Those in which all these words stand, whatever their marks; those that hang for good first, then the latest."""
    found = list(await session.scalars(select(Slogan).order_by(Slogan.created_at.desc(), Slogan.id)))
    wanted = folded(words).split()
    if wanted:
        found = [one for one in found if all(word in folded(f"{one.text} {one.place}") for word in wanted)]
    return sorted(found, key=lambda one: one.until or date.max, reverse=True)


async def codes_of(session: AsyncSession, slogans: Sequence[Slogan]) -> dict[str, Variant]:
    """The variants that slogans belong to, by id."""
    wanted = {one.variant_id for one in slogans if one.variant_id}
    if not wanted:
        return {}
    return {one.id: one for one in await session.scalars(select(Variant)) if one.id in wanted}


def hangs(slogan: Slogan, today: date) -> bool:
    """Whether it hangs today or will."""
    return slogan.until is None or slogan.until >= today


def _put(slogan: Slogan, wanted: WantedSlogan, ways: dict[str, str]) -> None:
    slogan.text, slogan.language, slogan.kind = wanted.text, wanted.language, wanted.kind
    slogan.place, slogan.since, slogan.until = wanted.place, wanted.since, wanted.until
    slogan.commune_code = wanted.commune_code
    slogan.commune_scheme = SCHEME if wanted.commune_code else None
    slogan.variant_id = ways[wanted.code] if wanted.code else None


def _row(same: _Same, until: date | None, today: date) -> tuple[_Same, date | None]:
    """What is there once only: one that hangs, whatever its last day; of those that hung before, each with its own."""
    return same, None if until is None or until >= today else until


def _same(slogan: Slogan) -> _Same:
    return folded(slogan.text), slogan.kind, folded(slogan.place), slogan.commune_code or ""


async def _by_code(session: AsyncSession) -> dict[str, str]:
    return {row[0]: row[1] for row in await session.execute(select(Variant.typed_code, Variant.id))}


async def _locked(session: AsyncSession, slogan_id: str) -> Slogan:
    slogan = await session.get(Slogan, slogan_id, with_for_update=True, populate_existing=True)
    if slogan is None:
        raise NoSuchSlogan(slogan_id)
    return slogan


def _today(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()
