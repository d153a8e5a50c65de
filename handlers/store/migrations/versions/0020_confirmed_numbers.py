"""Telephone numbers that somebody has called, so that they may be printed

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "confirmed_numbers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_confirmed_numbers_confirmed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_numbers")),
    )


def downgrade() -> None:
    op.drop_table("confirmed_numbers")
