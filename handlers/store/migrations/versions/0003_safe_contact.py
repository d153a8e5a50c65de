"""Safe hours, the report that a report follows, and what the reporter is told of a case's end

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("safe_hours", sa.String(length=80), nullable=True))
        cases.add_column(sa.Column("follows", sa.String(length=32), nullable=True))
        cases.add_column(sa.Column("referred_at", sa.DateTime(timezone=True), nullable=True))
        cases.add_column(sa.Column("closed_because", sa.String(length=20), nullable=True))
        cases.create_foreign_key(
            op.f("fk_cases_follows"), "cases", ["follows"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("fk_cases_follows"), type_="foreignkey")
        for column in ("closed_because", "referred_at", "follows", "safe_hours"):
            cases.drop_column(column)
