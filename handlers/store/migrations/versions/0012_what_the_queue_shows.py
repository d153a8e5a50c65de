"""What the queue shows of a case, sealed; whether it has changed; and what each person has it show

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("sealed_reporter", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("sealed_reason", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("stamp", sa.BigInteger(), nullable=False, server_default="0"))
        batch.drop_index("ix_cases_status")
        batch.create_index("ix_cases_live", ["status", "level", "stamp"])
        batch.create_index("ix_cases_closed", ["status", "closed_at"])
        batch.create_index("ix_cases_mine", ["claimed_by", "status"])
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("stamp", server_default=None)
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("queue_view", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("staff") as batch:
        batch.alter_column("queue_view", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("staff") as batch:
        batch.drop_column("queue_view")
    with op.batch_alter_table("cases") as batch:
        batch.drop_index("ix_cases_mine")
        batch.drop_index("ix_cases_closed")
        batch.drop_index("ix_cases_live")
        batch.create_index("ix_cases_status", ["status"])
        batch.drop_column("stamp")
        batch.drop_column("sealed_reason")
        batch.drop_column("sealed_reporter")
