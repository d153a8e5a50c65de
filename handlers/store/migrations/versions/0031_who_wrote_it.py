"""Who wrote it: signatures of what staff write, their numbers, and a key for it that the bot never had

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "staff_keys",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("for_console", sa.LargeBinary(), nullable=False),
        sa.Column("for_recovery", sa.LargeBinary(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("proof", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_staff_keys_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "public", name=op.f("pk_staff_keys")),
    )
    op.add_column("items", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("items", sa.Column("proof", sa.String(length=120), nullable=True))
    op.add_column("replies", sa.Column("proof", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("replies", "proof")
    op.drop_column("items", "proof")
    op.drop_column("items", "number")
    op.drop_table("staff_keys")
