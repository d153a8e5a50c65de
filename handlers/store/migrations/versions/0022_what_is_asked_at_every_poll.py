"""Indexes of what every poll of the console asks, and none of urgency alone, by which no case is ever looked for

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None

_PARTIAL = (
    ("ix_inbox_failed", "inbox", "seen_at", "kind = 'failed'"),
    ("ix_outbox_failed", "outbox", "done_at", "failure IS NOT NULL"),
    ("ix_alerts_failed", "alerts", "failed_at", "failed_at IS NOT NULL"),
)


def upgrade() -> None:
    op.drop_index("ix_cases_level", "cases")
    for name, table, column, where in _PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in _PARTIAL:
        op.drop_index(name, table)
    op.create_index("ix_cases_level", "cases", ["level"])
