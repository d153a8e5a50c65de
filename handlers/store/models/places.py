"""The tables of services and numbers that people are led to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base, Counter


class Service(Base):
    """A place that helps: public facts, imported by whoever runs the line."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("name", "address"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    everywhere: Mapped[bool]  # for the whole province; else for the communes in ServiceCommune
    address: Mapped[str] = mapped_column(String(300))
    hours: Mapped[str] = mapped_column(String(200))
    languages: Mapped[str] = mapped_column(String(100))
    cost: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(60))
    checked_on: Mapped[date]


class ServiceCommune(Base):
    """A commune that a service is near to."""

    __tablename__ = "service_communes"

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)


class ConfirmedNumber(Base):
    """A telephone number of a line that somebody has called, and reached the right place: it may be printed."""

    __tablename__ = "confirmed_numbers"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    confirmed_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    confirmed_at: Mapped[datetime]
