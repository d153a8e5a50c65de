"""What staff record beside the report: what it said where theirs stands in the head, and a mark of the last snapshot

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("told_mark", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("told_group", sa.String(length=8), nullable=True))
        batch.add_column(sa.Column("told_commune", sa.String(length=20), nullable=True))
    with op.batch_alter_table("audit") as batch:
        batch.alter_column("detail", type_=sa.String(length=300), existing_type=sa.String(length=80))


def downgrade() -> None:
    with op.batch_alter_table("audit") as batch:
        batch.alter_column("detail", type_=sa.String(length=80), existing_type=sa.String(length=300))
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("told_commune")
        batch.drop_column("told_group")
        batch.drop_column("told_mark")
