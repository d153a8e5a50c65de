"""Links for the wallboard, chats whose alerts are muted for a day, and the day page's index

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "wall_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("opened_at", _AT, nullable=True),
        sa.Column("revoked_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_wall_links_made_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_links_token_hash")),
    )
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("muted_until", _AT, nullable=True))
        # Of the cases that are there nobody knows: none of them is offered to be closed in one press.
        batch.add_column(sa.Column("harmless", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_index("ix_cases_received_at", ["received_at"])
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("harmless", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.drop_index("ix_cases_received_at")
        batch.drop_column("harmless")
        batch.drop_column("muted_until")
    op.drop_table("wall_links")
