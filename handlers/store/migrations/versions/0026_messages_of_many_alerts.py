"""One message may tell of many cases: what it tells of is looked up by it

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-30
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | None = None
depends_on: str | None = None

SENT = sa.text("message_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_alerts_message", "alerts", ["message_id"], sqlite_where=SENT, postgresql_where=SENT)


def downgrade() -> None:
    op.drop_index("ix_alerts_message", table_name="alerts")
