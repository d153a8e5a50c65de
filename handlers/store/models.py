"""The tables. Plain columns hold only what queue and clocks need; every word of a person is in a sealed column."""

from __future__ import annotations

from datetime import UTC, date, datetime
from secrets import randbits
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


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


class Conversation(Base):
    """A chat with one reporter on one channel. `address` and `state` are sealed with the live key."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "chat_hash"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat_hash: Mapped[str] = mapped_column(String(64))
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


def new_stamp() -> int:
    return randbits(44)  # a hundred thousand of them still add up within 64 bits


class Case(Base):
    """A report that was escalated. Nothing that is not sealed says what was reported."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_live", "status", "level", "stamp"),
        Index("ix_cases_closed", "status", "closed_at"),
        Index("ix_cases_mine", "claimed_by", "status"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # "26-0421", for staff; opens nothing
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    public_key: Mapped[bytes]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(12))  # handlers.case.Status
    level: Mapped[int]  # 0..3 for P0..P3
    group: Mapped[str] = mapped_column("taxonomy_group", String(8))  # taxonomy code, "TD00"
    commune_code: Mapped[str | None] = mapped_column(String(8))
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    # What the reports said, where what staff recorded stands in its place above (handlers.finding); else nothing.
    told_group: Mapped[str | None] = mapped_column(String(8))
    told_commune: Mapped[str | None] = mapped_column(String(20))  # "24133:2025", and ":" for none
    told_mark: Mapped[str | None] = mapped_column(String(64))  # keyed, of the last snapshot: the same is not kept twice
    unfinished: Mapped[bool] = mapped_column(default=False)
    do_not_write: Mapped[bool] = mapped_column(default=False)
    allows_pictures: Mapped[bool] = mapped_column(default=False)  # staff asked for one: else none is fetched
    unreachable: Mapped[bool] = mapped_column(default=False)  # the bot was blocked: use another route
    received_at: Mapped[datetime] = mapped_column(index=True)  # this report's first message: the twelve hours' start
    opened_at: Mapped[datetime]
    alerted_at: Mapped[datetime]  # the present round of alerts began here
    waits_since: Mapped[datetime]  # the ladder counts from here: graver news or a raise sets it, giving back does not
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[datetime | None]
    worked_at: Mapped[datetime | None]  # the claimer's last sign of work; the next three count while later than it
    asked_at: Mapped[datetime | None]  # when the claimer was asked whether they are at it
    passed_on_at: Mapped[datetime | None]  # when others were alerted: its claimer was silent, or left
    tapped_at: Mapped[datetime | None]  # when they last said that they are at it, by the button alone
    on_call_at: Mapped[datetime | None]  # its claimer keeps it off duty too; counts until they go on duty again
    contacted_at: Mapped[datetime | None]  # when staff first answered the reporter or spoke with them
    read_at: Mapped[datetime | None]  # when staff last opened it
    unread_since: Mapped[datetime | None]  # the reporter wrote and nobody has read it
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None] = mapped_column(String(20))  # handlers.case.Because, told to the reporter
    referred_at: Mapped[datetime | None]  # when staff said that help elsewhere has it too
    safe_hours: Mapped[str | None] = mapped_column(String(80))  # handlers.contact: nothing is any time
    follows: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"))  # from the same chat
    notice_version: Mapped[str] = mapped_column(String(20))
    notice_at: Mapped[datetime | None]
    legal_basis: Mapped[str] = mapped_column(String(80))
    harmless: Mapped[bool] = mapped_column(default=False)  # handlers.mute: no child and no risk was ever named in it
    muted_until: Mapped[datetime | None]  # handlers.mute: nobody is alerted of it before
    sealed_reporter: Mapped[bytes | None]  # handlers.glance: who reports, to the case's own key
    sealed_reason: Mapped[bytes | None]  # handlers.glance: the reason that decided its level
    # Another at every change, so that the sum over the queue tells cheaply whether anything in it has changed.
    stamp: Mapped[int] = mapped_column(BigInteger, default=new_stamp, onupdate=new_stamp)
    counted_stamp: Mapped[int | None] = mapped_column(BigInteger)  # the stamp with which its fact was last written


class CaseKey(Base):
    """A case's wrapped private key. Deleting the row is what forgets the case."""

    __tablename__ = "case_keys"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    for_console: Mapped[bytes]
    for_recovery: Mapped[bytes]


class Item(Base):
    """One sealed thing on a case: a snapshot, a message, a reply, a reason."""

    __tablename__ = "items"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # handlers.case.ItemKind
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    seen_at: Mapped[datetime | None]  # when it first stood before the eyes of whoever has claimed the case


class CaseFact(Base):
    """A case as it is counted: coarse values (handlers.figures.coarse), under an id that stands sealed in the case.

    Ordered by the random id within a month, and without times of its own, so that no order tells whose it is.
    """

    __tablename__ = "case_facts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[date] = mapped_column(primary_key=True)  # its first day; a period's facts lie together
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[date]  # its Monday
    age: Mapped[str] = mapped_column(String(6))
    sex: Mapped[str] = mapped_column(String(6))
    kind: Mapped[str] = mapped_column(String(8))
    group: Mapped[str] = mapped_column("taxonomy_group", String(8))
    setting: Mapped[str] = mapped_column(String(12))
    reporter: Mapped[str] = mapped_column(String(16))
    level: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(20))
    commune: Mapped[str] = mapped_column(String(8))  # of today's scheme
    claimed: Mapped[int | None] = mapped_column(SmallInteger)  # these four: places in coarse.BAND_NAMES
    contacted: Mapped[int | None] = mapped_column(SmallInteger)
    referred: Mapped[int | None] = mapped_column(SmallInteger)
    closed: Mapped[int | None] = mapped_column(SmallInteger)
    twelve_hours: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(20))


class ContactCount(Base):
    """How many contacts there were: by day without the hour, and by week with it."""

    __tablename__ = "contact_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    since: Mapped[date] = mapped_column(primary_key=True)  # the day; the week's Monday where an hour is told
    hour: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)  # -1 of a whole day
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)  # "" where hour or words are told
    what: Mapped[str] = mapped_column(String(12), primary_key=True)  # handlers.figures.counters.What
    number: Mapped[int]


class Publication(Base):
    """A table of numbers as it was published, once and for good."""

    __tablename__ = "publications"

    period: Mapped[str] = mapped_column(String(12), primary_key=True)  # handlers.figures.period.Period.code
    body: Mapped[str] = mapped_column(Text)  # JSON of handlers.figures.publishing.Published
    published_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    published_at: Mapped[datetime]


class Draft(Base):
    """What somebody has begun to write to a reporter, sealed to the case: one for each person, read by its author."""

    __tablename__ = "drafts"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes]
    version: Mapped[int]  # of two pages that write the same draft, the one that knows an older one is told so
    known: Mapped[str] = mapped_column(String(24))  # handlers.draft.Known: what stood there when it was begun
    saved_at: Mapped[datetime]


class Task(Base):
    """Something to be done on a case by a day and an hour; its text is an item."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_open", "due_at", sqlite_where=text("done_at IS NULL"),
                            postgresql_where=text("done_at IS NULL")),)  # fmt: skip

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    for_staff: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))  # None: whoever has the case
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    warned_at: Mapped[datetime | None]  # when its owner was told that it is due, once


class SituationText(Base):
    """One version of a text that staff may begin an answer with. The newest counts; nothing of a case stands in it."""

    __tablename__ = "situation_texts"

    situation_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1; 0 is the one that came along
    title: Mapped[str] = mapped_column(String(120))
    voice: Mapped[str] = mapped_column(String(8))  # handlers.situations.Voice
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(3500))
    withdrawn: Mapped[bool] = mapped_column(default=False)  # offered no more, and can be restored
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]


class Reply(Base):
    """The bot's own sealed copy of a staff reply, until the reporter has opened it or thirty days are over."""

    __tablename__ = "replies"

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes | None]
    created_at: Mapped[datetime]
    held_until: Mapped[datetime | None]  # until then it can be taken back, and the reporter does not see it
    noticed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]


class Correction(Base):
    """A sealed line to learn from, which a second person has approved or not yet; one that is refused is deleted.

    Who proposed it, and when, stands with its item.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("case_id", "source"),)

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(32))  # what is corrected: a message's item id, or "what", "note-1"
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]


class NewCode(Base):
    """A new receipt code that was asked for, for a reporter who has lost theirs. The code itself is kept nowhere."""

    __tablename__ = "new_codes"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    given_at: Mapped[datetime | None]  # when it was shown to whoever asked, and the old one ended


class Referral(Base):
    """A case that staff referred to a commune: its officers read of it what they need."""

    __tablename__ = "referrals"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(8), primary_key=True, index=True)
    commune_scheme: Mapped[str] = mapped_column(String(8), primary_key=True)
    referred_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    referred_at: Mapped[datetime]


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


class Interpretation(Base):
    """An interpreter who was asked about a case, and for which language."""

    __tablename__ = "interpretations"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    language: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when the interpreter added their newest note


class CaseSequence(Base):
    """The last case number given out in a year."""

    __tablename__ = "case_sequences"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


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


class WrongCode(Base):
    """A receipt code that opened nothing: only the time is kept."""

    __tablename__ = "wrong_codes"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


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
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[bytes | None]  # console's staff key
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # a code is accepted once
    queue_view: Mapped[str] = mapped_column(String(300), default="")  # the filters of their queue, codes only
    telegram_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    telegram_address: Mapped[bytes | None]  # bot's live key
    created_at: Mapped[datetime]


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


class LookedAfter(Base):
    """A commune that somebody of the staff looks after: the ladder asks them first for its cases."""

    __tablename__ = "looked_after"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(8), primary_key=True)
    commune_scheme: Mapped[str] = mapped_column(String(8), primary_key=True)


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


class Alert(Base):
    """One rung of the ladder, told to one target: that it was due, put out, delivered or failed."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "rung", "target"),
        Index("ix_alerts_failed", "failed_at", sqlite_where=text("failed_at IS NOT NULL"),
              postgresql_where=text("failed_at IS NOT NULL")),
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


class SheetEntry(Base):
    """One value that somebody entered for a commune and half-year; the newest of a cell counts, none is changed."""

    __tablename__ = "sheet_entries"
    __table_args__ = (Index("ix_sheet_entries_cell", "period", "commune_code", "indicator"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    period: Mapped[str] = mapped_column(String(6))  # "2026H1"
    commune_code: Mapped[str] = mapped_column(String(8))
    indicator: Mapped[str] = mapped_column(String(8))  # handlers/sheets/indicators.tsv
    value: Mapped[str | None] = mapped_column(String(2000))  # a count or a text about a commune, never about a person
    source: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date]
    entered_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(33), index=True)  # what was entered together is undone together


class Campaign(Base):
    """What the province does to have the line known; it names nobody. `version` counts its changes."""

    __tablename__ = "campaigns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.topics.Topic
    names: Mapped[dict[str, Any]]  # by language: {"vi": "Tháng Hành động vì trẻ em"}
    communes: Mapped[str] = mapped_column(String(1000), default="")  # comma separated codes of today; "" the province
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]  # ended by hand, whatever its dates say
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Variant(Base):
    """One way in which a campaign reaches people, a school, a banner, the radio, with the codes that stand on it."""

    __tablename__ = "campaign_variants"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.topics.Kind
    label: Mapped[str] = mapped_column(String(120))  # "THCS Y Jút", "băng rôn 3": for the campaigners
    commune_code: Mapped[str | None] = mapped_column(String(8))  # offered to whoever comes by it, never assumed
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    hangs: Mapped[str] = mapped_column(String(300), default="")  # where it hangs, who put it up
    discreet: Mapped[bool] = mapped_column(default=False)  # nothing on it, or behind it, tells what it is
    link_code: Mapped[str] = mapped_column(String(64), unique=True)
    typed_code: Mapped[str] = mapped_column(String(8), unique=True)
    created_at: Mapped[datetime]


class GivenCode(Base):
    """A code that was given out once, and never again: it outlives the campaign, and says nothing of it."""

    __tablename__ = "campaign_codes"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    discreet: Mapped[bool]  # what hangs still leads here: its page must go on to tell nobody what it is
    given_at: Mapped[datetime]


class Arrived(Base):
    """How many came by a variant in a week, and how far: a number and nothing beside it, that leads to no chat or case.

    No foreign key: whoever arrives while a campaign is deleted must not fail for it.
    """

    __tablename__ = "arrivals"

    variant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)  # its Monday, in Viet Nam
    step: Mapped[str] = mapped_column(String(12), primary_key=True)  # handlers.campaigns.topics.Step
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]


class Slogan(Base):
    """A sentence of a campaign and where it hangs. It names nobody; a variant's own codes may stand beside it."""

    __tablename__ = "slogans"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.slogan_form.Hung
    place: Mapped[str] = mapped_column(String(300))
    commune_code: Mapped[str | None] = mapped_column(String(8))  # of today
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    since: Mapped[date | None]
    until: Mapped[date | None]  # the last day on which it hangs, where that is known
    variant_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_variants.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]


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
