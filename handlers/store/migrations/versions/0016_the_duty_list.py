"""The duty list, the communes that somebody looks after, and alerts by e-mail

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shift_changes",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shift_changes_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_changes")),
    )
    op.create_table(
        "shifts",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("begins_at", _AT, nullable=False),
        sa.Column("ends_at", _AT, nullable=False),
        sa.Column("on_call", sa.SmallInteger(), nullable=False),
        sa.Column("added", _COUNTER, nullable=False),
        sa.Column("removed", _COUNTER, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shifts_staff_id_staff")),
        sa.ForeignKeyConstraint(["added"], ["shift_changes.id"], name=op.f("fk_shifts_added_shift_changes")),
        sa.ForeignKeyConstraint(["removed"], ["shift_changes.id"], name=op.f("fk_shifts_removed_shift_changes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_ends_at", "shifts", ["ends_at"])
    op.create_table(
        "looked_after",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("commune_scheme", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_looked_after_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", "commune_code", "commune_scheme", name=op.f("pk_looked_after")),
    )
    op.create_table(
        "mail_routes",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.String(length=80), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("proved_at", _AT, nullable=True),
        sa.Column("refused_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_mail_routes_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_mail_routes")),
    )


def downgrade() -> None:
    op.drop_table("mail_routes")
    op.drop_table("looked_after")
    op.drop_table("shifts")
    op.drop_table("shift_changes")
