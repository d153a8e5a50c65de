"""What communes enter, for each half-year

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "sheet_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("indicator", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=33), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_sheet_entries_entered_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_entries")),
    )
    op.create_index("ix_sheet_entries_cell", "sheet_entries", ["period", "commune_code", "indicator"])
    op.create_index(op.f("ix_sheet_entries_act"), "sheet_entries", ["act"])


def downgrade() -> None:
    op.drop_table("sheet_entries")
