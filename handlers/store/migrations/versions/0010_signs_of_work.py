"""Signs of work on claimed cases, warnings of the clocks, and who could not take a case and why

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

_TIMES = ("worked_at", "asked_at", "passed_on_at", "tapped_at", "contacted_at")
_FIRST_CONTACT = """
    UPDATE cases SET contacted_at = (
        SELECT min(items.created_at) FROM items
        WHERE items.case_id = cases.id AND items.kind IN ('reply', 'spoken_reply', 'call')
    )
"""


def upgrade() -> None:
    counter = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("cases") as cases:
        for name in _TIMES:
            cases.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # What nobody has looked at since it was claimed is asked about at once: that is what the column is for.
    op.execute(
        "UPDATE cases SET worked_at = CASE WHEN read_at > claimed_at THEN read_at ELSE claimed_at END "
        "WHERE status = 'claimed'"
    )
    op.execute(_FIRST_CONTACT)
    op.create_table(
        "warnings",
        sa.Column("id", counter, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("clock", sa.String(length=20), nullable=False),
        sa.Column("share", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_warnings_case_id_cases"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
        sa.UniqueConstraint("case_id", "clock", "share", name=op.f("uq_warnings_case_id_clock_share")),
    )
    op.create_table(
        "declines",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_declines_case_id_cases"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_declines_staff_id_staff")),
        sa.PrimaryKeyConstraint("case_id", "round", "staff_id", name=op.f("pk_declines")),
    )


def downgrade() -> None:
    op.drop_table("declines")
    op.drop_table("warnings")
    with op.batch_alter_table("cases") as cases:
        for name in _TIMES:
            cases.drop_column(name)
