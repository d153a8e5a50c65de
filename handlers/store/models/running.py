"""The tables by which the processes tell one another that they live."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base


class Heartbeat(Base):
    """When each process last said that it is alive."""

    __tablename__ = "heartbeats"

    process: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


class Kept(Base):
    """Small facts that outlive a process: the polling offset, the staff group's present chat id."""

    __tablename__ = "kept"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
