"""Places that help: read from a table that people keep, looked up by commune."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.order import in_order
from handlers.store.models import Service as Row
from handlers.store.models import ServiceCommune

KINDS = ("health", "counselling", "shelter", "legal", "school", "police", "authority", "other")
COLUMNS = ("name", "kind", "communes", "address", "hours", "languages", "cost", "phone", "checked")
EVERYWHERE = "*"
_LENGTHS = {"name": 200, "address": 300, "hours": 200, "languages": 100, "cost": 100, "phone": 60}
_MOST = 3  # shown at once: one message on a small screen


@dataclass(frozen=True, slots=True)
class Service:
    """One place. `communes` are codes of today; none means the whole province."""

    name: str
    kind: str
    communes: frozenset[str]
    address: str
    hours: str
    languages: str
    cost: str
    phone: str
    checked_on: date

    @property
    def told(self) -> str:
        """The place in one line, as a reporter reads it."""
        phone = f"☎ {self.phone}" if self.phone else ""
        return ". ".join(filter(None, (self.name, self.address, self.hours, phone, self.cost, self.languages)))


@dataclass(slots=True)
class Table:
    """What a file says: its services, and what is wrong with it, by line."""

    services: list[Service] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Changes:
    """How an import changes what is known."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: int = 0


def read(text: str, code_of: Callable[[str], str | None], today: date) -> Table:
    """Read a CSV table; `code_of` finds a commune's code by code or name, None where it is not one of today."""
    table = Table()
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if first.count(";") > 4 else ",")
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        table.errors.append(f"line 1: these columns are missing: {', '.join(missing)}")
        return table
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        at = rows.line_num
        given = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
        if not any(given.values()):
            continue
        wrong, service = _service(given, code_of, today)
        if None in row:
            wrong.append("more cells than columns: is a text with a comma without quotation marks?")
        if (given["name"], given["address"]) in seen:
            wrong.append(f"the same name and address as in line {seen[given['name'], given['address']]}")
        seen.setdefault((given["name"], given["address"]), at)
        table.errors += [f"line {at}: {error}" for error in wrong]
        if service is not None and not wrong:
            table.services.append(service)
    if not table.services and not table.errors:
        table.errors.append("the table has no service")
    return table


def _service(
    given: dict[str, str], code_of: Callable[[str], str | None], today: date
) -> tuple[list[str], Service | None]:
    wrong = []
    if not given["name"]:
        wrong.append("a name is missing")
    if not (given["phone"] or given["address"]):
        wrong.append("neither a phone nor an address: nobody could get there")
    if given["kind"] not in KINDS:
        wrong.append(f"kind '{given['kind']}' is none of {', '.join(KINDS)}")
    wrong += [f"{name} is longer than {most} characters" for name, most in _LENGTHS.items() if len(given[name]) > most]
    communes: set[str] = set()
    if given["communes"] != EVERYWHERE:
        for name in filter(None, (part.strip() for part in given["communes"].split("|"))):
            code = code_of(name)
            if code is None:
                wrong.append(f"'{name}' is no commune of today, or could be several; write its code")
            else:
                communes.add(code)
        if not given["communes"]:
            wrong.append("communes are missing; * means the whole province")
    checked = _day(given["checked"])
    if checked is None or checked > today:
        wrong.append("checked must be a past day such as 2026-11-24 or 24/11/2026")
    if wrong or checked is None:
        return wrong, None
    texts = {name: given[name] for name in ("name", "kind", "address", "hours", "languages", "cost", "phone")}
    return [], Service(communes=frozenset(communes), checked_on=checked, **texts)


def _day(text: str) -> date | None:
    written = re.sub(r"^(\d{1,2})/(\d{1,2})/(\d{4})$", lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}", text)
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


async def all_of(session: AsyncSession) -> list[tuple[str, Service]]:
    """Every service with its id."""
    communes: dict[str, set[str]] = {}
    for one in await session.scalars(select(ServiceCommune)):
        communes.setdefault(one.service_id, set()).add(one.commune_code)
    rows = sorted(await session.scalars(select(Row)), key=lambda row: in_order(row.name))
    return [(row.id, _from(row, communes.get(row.id, set()))) for row in rows]


async def replace(session: AsyncSession, services: Iterable[Service]) -> Changes:
    """Make the table hold these services and no other; a service is known again by its name and address."""
    old = {(service.name, service.address): (id_, service) for id_, service in await all_of(session)}
    changes = Changes()
    for service in services:
        id_, before = old.pop((service.name, service.address), (None, None))
        if service == before:
            changes.same += 1
            continue
        (changes.new if id_ is None else changes.changed).append(service.name)
        if id_ is not None:
            await _drop(session, id_)
        await _keep(session, service)
    for id_, gone in old.values():
        changes.removed.append(gone.name)
        await _drop(session, id_)
    return changes


async def near(session: AsyncSession, codes: Iterable[str]) -> list[Service]:
    """At most three services near these communes: those of the commune first, the freshest first."""
    here = select(ServiceCommune.service_id).where(ServiceCommune.commune_code.in_(list(codes)))
    found = select(Row).where(or_(Row.id.in_(here), Row.everywhere))
    found = found.order_by(Row.everywhere, Row.checked_on.desc(), Row.name).limit(_MOST)
    return [_from(row, set()) for row in await session.scalars(found)]


async def in_charge(session: AsyncSession, commune: str) -> list[Service]:
    """At most three places in a commune that act for a child there and have a telephone, police and authority first."""
    here = select(ServiceCommune.service_id).where(ServiceCommune.commune_code == commune)
    kinds = ("police", "authority", "health")
    found = select(Row).where(Row.id.in_(here), Row.kind.in_(kinds), Row.phone != "").order_by(Row.name)
    rows = sorted(await session.scalars(found), key=lambda row: kinds.index(row.kind))
    return [_from(row, set()) for row in rows[:_MOST]]


def _from(row: Row, communes: set[str]) -> Service:
    return Service(
        row.name,
        row.kind,
        frozenset(communes),
        row.address,
        row.hours,
        row.languages,
        row.cost,
        row.phone,
        row.checked_on,
    )


async def _keep(session: AsyncSession, service: Service) -> None:
    row = Row(
        id=uuid4().hex,
        name=service.name,
        kind=service.kind,
        everywhere=not service.communes,
        address=service.address,
        hours=service.hours,
        languages=service.languages,
        cost=service.cost,
        phone=service.phone,
        checked_on=service.checked_on,
    )
    session.add(row)
    await session.flush()
    session.add_all([ServiceCommune(service_id=row.id, commune_code=code) for code in service.communes])


async def _drop(session: AsyncSession, id_: str) -> None:
    await session.execute(delete(ServiceCommune).where(ServiceCommune.service_id == id_))
    await session.execute(delete(Row).where(Row.id == id_))
