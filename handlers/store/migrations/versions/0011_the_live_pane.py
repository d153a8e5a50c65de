"""Drafts of replies, what the claimer has seen of a case, and how long a reply can be taken back

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)
_ITEMS = sa.table("items", sa.column("case_id", sa.String), sa.column("created_at", _AT), sa.column("seen_at", _AT))
_CASES = sa.table("cases", sa.column("id", sa.String), sa.column("unread_since", _AT))


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("known", sa.String(length=24), nullable=False),
        sa.Column("saved_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id_cases"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_drafts_staff_id_staff")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_drafts")),
    )
    op.add_column("items", sa.Column("seen_at", _AT, nullable=True))
    op.add_column("replies", sa.Column("held_until", _AT, nullable=True))
    # Until now a case was read as a whole: what came before it was unread again has been seen.
    unread = sa.exists().where(_CASES.c.id == _ITEMS.c.case_id, _CASES.c.unread_since <= _ITEMS.c.created_at)
    op.execute(_ITEMS.update().where(~unread).values(seen_at=_ITEMS.c.created_at))


def downgrade() -> None:
    with op.batch_alter_table("replies") as batch:
        batch.drop_column("held_until")
    with op.batch_alter_table("items") as batch:
        batch.drop_column("seen_at")
    op.drop_table("drafts")
