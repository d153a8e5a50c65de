"""Tasks on a case, and the texts that answers may begin with

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("for_staff", sa.String(length=32), nullable=True),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("warned_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_tasks_item_id_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tasks_case_id_cases"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["for_staff"], ["staff.id"], name=op.f("fk_tasks_for_staff_staff")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_tasks_done_by_staff")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_case_id"), "tasks", ["case_id"])
    still_open = sa.text("done_at IS NULL")
    op.create_index("ix_tasks_open", "tasks", ["due_at"], sqlite_where=still_open, postgresql_where=still_open)
    op.create_table(
        "situation_texts",
        sa.Column("situation_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("voice", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=3500), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_situation_texts_made_by_staff")),
        sa.PrimaryKeyConstraint("situation_id", "version", name=op.f("pk_situation_texts")),
    )


def downgrade() -> None:
    op.drop_table("situation_texts")
    op.drop_table("tasks")
