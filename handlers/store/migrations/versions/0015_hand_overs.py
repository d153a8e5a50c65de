"""Cases that are handed over from one colleague to another, and those that somebody keeps on call

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("cases", sa.Column("on_call_at", _AT, nullable=True))
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("from_id", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column("offered_at", _AT, nullable=False),
        sa.Column("left_at", _AT, nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.Column("because", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_hand_overs_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["from_id"], ["staff.id"], name=op.f("fk_hand_overs_from_id_staff")),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_hand_overs_to_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index(op.f("ix_hand_overs_case_id"), "hand_overs", ["case_id"])
    op.create_index("ix_hand_overs_waiting", "hand_overs", ["to_id"], sqlite_where=sa.text("outcome IS NULL"),
                    postgresql_where=sa.text("outcome IS NULL"))  # fmt: skip


def downgrade() -> None:
    op.drop_table("hand_overs")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("on_call_at")
