"""Facts for figures, counted contacts, published tables

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "case_facts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("age", sa.String(length=6), nullable=False),
        sa.Column("sex", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("taxonomy_group", sa.String(length=8), nullable=False),
        sa.Column("setting", sa.String(length=12), nullable=False),
        sa.Column("reporter", sa.String(length=16), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("commune", sa.String(length=8), nullable=False),
        sa.Column("claimed", sa.SmallInteger(), nullable=True),
        sa.Column("contacted", sa.SmallInteger(), nullable=True),
        sa.Column("referred", sa.SmallInteger(), nullable=True),
        sa.Column("closed", sa.SmallInteger(), nullable=True),
        sa.Column("twelve_hours", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("month", "id", name=op.f("pk_case_facts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_counts",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("since", "hour", "channel", "what", name=op.f("pk_contact_counts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publications",
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["staff.id"], name=op.f("fk_publications_published_by_staff")),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("counted_stamp", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("counted_stamp")
    op.drop_table("publications")
    op.drop_table("contact_counts")
    op.drop_table("case_facts")
