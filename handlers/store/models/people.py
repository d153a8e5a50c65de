"""The tables of staff: accounts, sessions, duty, and what each of them did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base, Counter

_SECRET: Any = {"deferred": True, "deferred_group": "secrets", "deferred_raiseload": True}


class Staff(Base):
    """A person who handles cases. `telegram_address` and `totp_secret` are sealed."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))  # handlers.permission.Role
    commune_code: Mapped[str | None] = mapped_column(String(8))  # whose officer they are, where the role is that
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    languages: Mapped[str] = mapped_column(String(40), default="vi")  # comma separated codes
    active: Mapped[bool] = mapped_column(default=True)
    on_duty_since: Mapped[datetime | None]
    # The console alone asks for these two (`SECRETS` in handlers/vouching.py): the other processes may not read them.
    password_hash: Mapped[str | None] = mapped_column(String(200), **_SECRET)
    totp_secret: Mapped[bytes | None] = mapped_column(**_SECRET)  # console's staff key
    secret_mark: Mapped[str | None] = mapped_column(String(64))  # a hash of both, for the proof
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # a code is accepted once
    queue_view: Mapped[str] = mapped_column(String(300), default="")  # the filters of their queue, codes only
    telegram_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    telegram_address: Mapped[bytes | None]  # bot's live key
    created_at: Mapped[datetime]
    # handlers.vouching: the console's proof of all that says who this is and what they may, and how often it gave one.
    proof: Mapped[str | None] = mapped_column(String(120))
    vouched: Mapped[int] = mapped_column(default=0)
    bound: Mapped[int] = mapped_column(default=0)  # counts the bindings of a Telegram account that the console ended
    telegram_proof: Mapped[str | None] = mapped_column(String(120))  # the bot's, of the account that is bound


class Register(Base):
    """One row, by the console alone: the newest number of each staff row. Once it is there, no row goes unproved."""

    __tablename__ = "register"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]  # how often it was written
    newest: Mapped[dict[str, Any]]  # staff id → Staff.vouched
    proof: Mapped[str] = mapped_column(String(120))


class ShiftChange(Base):
    """One change of the duty list: it can be undone while it is the newest."""

    __tablename__ = "shift_changes"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(12))  # handlers.duty_list.Change


class Shift(Base):
    """One person's place on the duty list, from when until when."""

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    on_call: Mapped[int] = mapped_column(SmallInteger)  # 0: on duty; 1, 2, …: called in this order
    added: Mapped[int] = mapped_column(Counter, ForeignKey("shift_changes.id"))
    removed: Mapped[int | None] = mapped_column(Counter, ForeignKey("shift_changes.id"))


class MailRoute(Base):
    """Where somebody is alerted by e-mail, once they have proved it. The console can write the address, not read it."""

    __tablename__ = "mail_routes"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes]  # the address, to the bot's pair
    hint: Mapped[str] = mapped_column(String(80))  # "l…@example.org", for the person's own page
    code_hash: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)  # wrong codes
    proved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]  # the mail server refused the address; until a mail arrives again


class StaffSession(Base):
    """A signed-in browser: the cookie's token is kept as a hash, so it can be listed and revoked."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    proof: Mapped[str | None] = mapped_column(String(120))  # the console's: whose it is and since when


class OneTimeLink(Base):
    """A link that works once: for the first administrator, an invitation, or a Telegram account."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))  # "first", "invitation", "telegram"
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    role: Mapped[str | None] = mapped_column(String(16))  # what an invitation makes of the invited
    made_by: Mapped[str | None] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    proof: Mapped[str | None] = mapped_column(String(120))  # the console's, of all of this but whether it was used


class WallLink(Base):
    """A link that shows the wallboard and nothing else, until it ends or is revoked; its token is kept as a hash."""

    __tablename__ = "wall_links"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str] = mapped_column(String(80))  # where it hangs, in the words of whoever made it
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # when a screen was last let in by it
    revoked_at: Mapped[datetime | None]
    proof: Mapped[str | None] = mapped_column(String(120))  # the console's


class Audit(Base):
    """Who did or read what, when. Kept apart from the case's own life."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[str | None] = mapped_column(String(32), index=True)
    act: Mapped[str] = mapped_column(String(40))  # handlers.audit.Act
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
    item_id: Mapped[str | None] = mapped_column(String(32))
    detail: Mapped[str | None] = mapped_column(String(300))  # a code such as "P0>P1", never a person's words


class AuditLink(Base):
    """One link of the chain over the audit: which lines it covers, and a hash of each; the console's proof of both."""

    __tablename__ = "audit_links"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime]
    lines: Mapped[str] = mapped_column(Text)  # "17:3f…,18:a0…": ids of lines with 24 hexadecimal digits of SHA-256
    upto: Mapped[int] = mapped_column(BigInteger)  # the highest id of a line so far
    missing: Mapped[str] = mapped_column(Text)  # ids below it that no line had yet: it may come late, or never
    proof: Mapped[str] = mapped_column(String(120))  # with the proof of the link before
