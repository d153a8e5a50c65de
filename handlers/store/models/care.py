"""The tables of who looks after a case: warnings, refusals, hand-overs, alerts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base, Counter


class Warned(Base):
    """One warning of a clock of a case: it is given once, whatever is restarted or forgotten meanwhile."""

    __tablename__ = "warnings"
    __table_args__ = (UniqueConstraint("case_id", "clock", "share"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    clock: Mapped[str] = mapped_column(String(20))  # handlers.deadlines.LegalClock
    share: Mapped[int] = mapped_column(SmallInteger)  # per cent of its time
    at: Mapped[datetime]


class Decline(Base):
    """Somebody could not take a case in one round of its alerts, and why, once they have said so."""

    __tablename__ = "declines"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    round: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    at: Mapped[datetime]
    because: Mapped[str | None] = mapped_column(String(20))  # handlers.declining.Because


class HandOver(Base):
    """A case that its claimer offers to a named colleague, and what came of it; handlers/offers.py: while it stands."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index("ix_hand_overs_waiting", "to_id", sqlite_where=text("outcome IS NULL"),
              postgresql_where=text("outcome IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    to_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    offered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # when whoever offered it went, before there was an answer
    outcome: Mapped[str | None] = mapped_column(String(12))  # handlers.handing_over.Outcome
    answered_at: Mapped[datetime | None]
    because: Mapped[str | None] = mapped_column(String(20))  # handlers.declining.Reason, where it was refused


class LookedAfter(Base):
    """A commune that somebody of the staff looks after: the ladder asks them first for its cases."""

    __tablename__ = "looked_after"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(8), primary_key=True)
    commune_scheme: Mapped[str] = mapped_column(String(8), primary_key=True)


class Alert(Base):
    """One rung of the ladder, told to one target: that it was due, put out, delivered or failed."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "rung", "target"),
        Index("ix_alerts_failed", "failed_at", sqlite_where=text("failed_at IS NOT NULL"),
              postgresql_where=text("failed_at IS NOT NULL")),
        Index("ix_alerts_message", "message_id", sqlite_where=text("message_id IS NOT NULL"),
              postgresql_where=text("message_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(BigInteger)  # alerted_at of the case in whole seconds: danger again, new round
    rung: Mapped[int]  # 0, 1, 2, 3 then 4, 5, … for each repeated alarm
    target: Mapped[str] = mapped_column(String(40))  # "group", "staff:<id>", "banner"
    at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(40))  # where Telegram shows it, so that it can be changed
    taken_shown: Mapped[bool] = mapped_column(default=False)
