"""What every table is made of: the base, times that know their zone, and counters."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import randbits
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, MetaData, Table, TypeDecorator
from sqlalchemy.orm import DeclarativeBase


class Utc(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Utc, bytes: LargeBinary, dict[str, Any]: JSON}


def table_of(model: type[Base]) -> Table:
    """A model's bare table, for statements that need no objects: they are cheaper."""
    return Base.metadata.tables[model.__tablename__]


# Counts up for ever on both databases; SQLite only does so for a plain INTEGER primary key.
Counter = BigInteger().with_variant(Integer, "sqlite")


def new_stamp() -> int:
    return randbits(44)  # a hundred thousand of them still add up within 64 bits
