"""Since when a case waits for somebody: a release starts a round of alerts, and no clock

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE cases SET waits_since = alerted_at")
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("waits_since", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("waits_since")
