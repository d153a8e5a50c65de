"""The tables of figures: coarse facts without words, what communes enter, what was published."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base, Counter


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


class DangerousPlace(Base):
    """Where a child can drown, as somebody noted it: the newest line of a place counts, none is written over."""

    __tablename__ = "dangerous_places"
    __table_args__ = (Index("ix_dangerous_places_place", "place_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    place_id: Mapped[str] = mapped_column(String(32))
    commune_code: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(12))  # handlers.sheets.place_form.Kind
    place: Mapped[str] = mapped_column(String(300))
    found_on: Mapped[date]
    found_by: Mapped[str] = mapped_column(String(120))  # an office or a post, no private person
    safe_on: Mapped[date | None]  # fenced or made safe; until then it is carried on from half-year to half-year
    safe_by: Mapped[str] = mapped_column(String(120), default="")
    gone: Mapped[bool] = mapped_column(default=False)  # noted by mistake, or undone
    entered_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(33), index=True)  # what was entered together is undone together


class SheetTask(Base):
    """That a task which a commune set itself was ticked off, or opened again: the newest line of a task counts."""

    __tablename__ = "sheet_tasks"
    __table_args__ = (Index("ix_sheet_tasks_task", "period", "commune_code", "task"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    period: Mapped[str] = mapped_column(String(6))  # in which it is to be done
    commune_code: Mapped[str] = mapped_column(String(8))
    task: Mapped[str] = mapped_column(String(32))  # handlers.sheets.tasks.key of its words, which stand in the sheet
    done: Mapped[bool]
    by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class InternalExport(Base):
    """That somebody asked for figures in which nothing is hidden, who else signed it, and that it was fetched."""

    __tablename__ = "internal_exports"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    period: Mapped[str] = mapped_column(String(12))  # handlers.figures.period.Period.code
    reason: Mapped[str] = mapped_column(String(300))  # what it is for: stands in the file
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    signed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]  # by whom stands in the audit
    fetched_at: Mapped[datetime | None]
