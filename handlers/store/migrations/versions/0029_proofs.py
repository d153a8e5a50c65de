"""Proofs: who vouches for a staff row, a session, a link, a claim and a line of the audit

Revision ID: 0029
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0027"
branch_labels: str | None = None
depends_on: str | None = None

_PROVED = ("staff_sessions", "one_time_links", "wall_links")


def upgrade() -> None:
    op.create_table(
        "register",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("newest", sa.JSON(), nullable=False),
        sa.Column("proof", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
    )
    op.create_table(
        "audit_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("proof", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_links")),
    )
    for table in _PROVED:
        op.add_column(table, sa.Column("proof", sa.String(length=120), nullable=True))
    op.add_column("cases", sa.Column("claim_proof", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("secret_mark", sa.String(length=64), nullable=True))
    op.add_column("staff", sa.Column("proof", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("telegram_proof", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("vouched", sa.Integer(), server_default="0", nullable=False))
    op.add_column("staff", sa.Column("bound", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for column in ("bound", "vouched", "telegram_proof", "proof", "secret_mark"):
        op.drop_column("staff", column)
    op.drop_column("cases", "claim_proof")
    for table in _PROVED:
        op.drop_column(table, "proof")
    op.drop_table("audit_links")
    op.drop_table("register")
