"""The tables of cases: plain columns for queue and clocks, sealed ones for words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handlers.store.models.columns import Base, new_stamp


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
    claim_proof: Mapped[str | None] = mapped_column(String(120))  # handlers.claiming: by console or bot
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
    staff_keys: Mapped[list[StaffKey]] = relationship(
        primaryjoin="CaseKey.case_id == foreign(StaffKey.case_id)", lazy="joined", viewonly=True
    )


class StaffKey(Base):
    """A key for what staff write on a case, made by the console alone, with the numbers that it has given out."""

    __tablename__ = "staff_keys"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    public: Mapped[bytes] = mapped_column(primary_key=True)
    for_console: Mapped[bytes]
    for_recovery: Mapped[bytes]
    last: Mapped[int]
    dropped: Mapped[str] = mapped_column(Text)  # "3,7": numbers of items that their authors took back
    proof: Mapped[str] = mapped_column(String(120))  # handlers.authorship: by the console


class Item(Base):
    """One sealed thing on a case: a snapshot, a message, a reply, a reason."""

    __tablename__ = "items"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # handlers.case.ItemKind
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    number: Mapped[int | None]  # of what staff wrote on the case, from 1
    proof: Mapped[str | None] = mapped_column(String(120))  # handlers.authorship: by the console
    seen_at: Mapped[datetime | None]  # when it first stood before the eyes of whoever has claimed the case


class CaseSequence(Base):
    """The last case number given out in a year."""

    __tablename__ = "case_sequences"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


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
    proof: Mapped[str | None] = mapped_column(String(120))  # handlers.authorship: by the console


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


class Interpretation(Base):
    """An interpreter who was asked about a case, and for which language."""

    __tablename__ = "interpretations"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    language: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when the interpreter added their newest note


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
