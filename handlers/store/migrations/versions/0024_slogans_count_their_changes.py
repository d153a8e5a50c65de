"""Slogans count their changes

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("slogans") as slogans:
        slogans.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("slogans") as slogans:
        slogans.alter_column("version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("slogans") as slogans:
        slogans.drop_column("version")
