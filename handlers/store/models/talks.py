"""The tables of conversations: what comes in, what goes out, and what is remembered of a chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base, Counter


class Conversation(Base):
    """A chat with one reporter on one channel. `address` and `state` are sealed with the live key."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "chat_hash"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)  # HMAC of a web chat's cookie
    address: Mapped[bytes]
    state: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(String(8), default="vi")
    started_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    quiet_due_at: Mapped[datetime | None] = mapped_column(index=True)  # when WentQuiet is to be told to the core
    notice_version: Mapped[str | None] = mapped_column(String(20))
    notice_at: Mapped[datetime | None]
    closed_by_peer: Mapped[bool] = mapped_column(default=False)  # the bot was blocked, or the chat is dead


class Received(Base):
    """The inbox: one incoming update of one channel; the row is what makes it count once."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_waiting", "channel", "seen_at", sqlite_where=text("body IS NOT NULL"),
              postgresql_where=text("body IS NOT NULL")),
        Index("ix_inbox_failed", "seen_at", sqlite_where=text("kind = 'failed'"),
              postgresql_where=text("kind = 'failed'")),
    )  # fmt: skip

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)  # "telegram:<bot id>", "web"
    update_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))  # handlers.inbox.Kind
    body: Mapped[bytes | None]  # what came, sealed with the live key, until it is dealt with
    attempts: Mapped[int] = mapped_column(default=0)


class Job(Base):
    """The outbox: one thing to be sent, sealed with the live key, kept until it is done."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "worker", "due_at", sqlite_where=text("done_at IS NULL"),
              postgresql_where=text("done_at IS NULL")),
        Index("ix_outbox_failed", "done_at", sqlite_where=text("failure IS NOT NULL"),
              postgresql_where=text("failure IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    worker: Mapped[str] = mapped_column(String(20))  # which channel delivers it: "telegram", "web"
    kind: Mapped[str] = mapped_column(String(20))  # handlers.outbox.Kind
    lane: Mapped[str] = mapped_column(String(80), index=True)  # jobs of one lane (one chat) go out in order
    once: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same thing is never put twice
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"))
    body: Mapped[bytes | None]  # erased once delivered
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    urgency: Mapped[int] = mapped_column(SmallInteger, default=1)  # handlers.outbox.Urgency
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(40))  # a code, never a text from outside


class SentMessage(Base):
    """Ids of messages in a reporter's chat, 48 hours long, so that they can be deleted."""

    __tablename__ = "sent_messages"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    sent_at: Mapped[datetime] = mapped_column(index=True)


class WebLine(Base):
    """What the web page shows of a conversation, sealed with the live key, until it has been idle for 15 minutes."""

    __tablename__ = "web_lines"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]


class Consent(Base):
    """A yes that the person gave by a button: for identity, call-back or campaign attribution."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # "identity", "call_back", "campaign"
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
