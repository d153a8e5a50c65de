"""Dangerous places, tasks of a sheet ticked off, and internal exports that two sign

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dangerous_places",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.String(length=120), nullable=False),
        sa.Column("safe_on", sa.Date(), nullable=True),
        sa.Column("safe_by", sa.String(length=120), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=33), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_dangerous_places_entered_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dangerous_places")),
    )
    op.create_index("ix_dangerous_places_place", "dangerous_places", ["place_id", "id"])
    op.create_index(op.f("ix_dangerous_places_act"), "dangerous_places", ["act"])
    op.create_table(
        "sheet_tasks",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("task", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_sheet_tasks_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_tasks")),
    )
    op.create_index("ix_sheet_tasks_task", "sheet_tasks", ["period", "commune_code", "task"])
    op.create_table(
        "internal_exports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=32), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_internal_exports_asked_by_staff")),
        sa.ForeignKeyConstraint(["signed_by"], ["staff.id"], name=op.f("fk_internal_exports_signed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_exports")),
    )


def downgrade() -> None:
    op.drop_table("internal_exports")
    op.drop_table("sheet_tasks")
    op.drop_table("dangerous_places")
