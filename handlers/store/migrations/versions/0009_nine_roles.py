"""Nine roles: officers become case workers, officers of communes and interpreters have their cases

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

_AT = sa.DateTime(timezone=True)
_STAFF = sa.table(
    "staff",
    sa.column("id", sa.String),
    sa.column("role", sa.String),
    sa.column("on_duty_since", _AT),
)
_LINKS = sa.table("one_time_links", sa.column("role", sa.String))
_CASES = sa.table(
    "cases",
    sa.column("id", sa.String),
    sa.column("status", sa.String),
    sa.column("claimed_by", sa.String),
    sa.column("claimed_at", _AT),
    sa.column("alerted_at", _AT),
)
_AUDIT = sa.table(
    "audit",
    sa.column("at", _AT),
    sa.column("staff_id", sa.String),
    sa.column("act", sa.String),
    sa.column("case_id", sa.String),
    sa.column("detail", sa.String),
)
# A commune officer and the other new roles see less than a case worker: never more is given by going back.
_BACK = {"intake": "officer", "case_worker": "officer"}
_NOT_BEFORE = ("commune", "interpreter", "auditor", "campaigner", "leader")


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("commune_scheme", sa.String(length=8), nullable=False),
        sa.Column("referred_by", sa.String(length=32), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["referred_by"], ["staff.id"], name=op.f("fk_referrals_referred_by_staff")),
        sa.PrimaryKeyConstraint("case_id", "commune_code", "commune_scheme", name=op.f("pk_referrals")),
    )
    op.create_index(op.f("ix_referrals_commune_code"), "referrals", ["commune_code"])
    op.create_table(
        "interpretations",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_interpretations_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_interpretations_staff_id_staff")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_interpretations_asked_by_staff")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_interpretations")),
    )
    op.create_index(op.f("ix_interpretations_staff_id"), "interpretations", ["staff_id"])
    op.add_column("staff", sa.Column("commune_code", sa.String(length=8), nullable=True))
    op.add_column("staff", sa.Column("commune_scheme", sa.String(length=8), nullable=True))
    for table in (_STAFF, _LINKS):
        op.execute(table.update().where(table.c.role == "officer").values(role="case_worker"))
    _free_cases_of_administrators()


def _free_cases_of_administrators() -> None:
    """Administrators read no case any more: what they had claimed waits for somebody, and the ladder begins anew."""
    now = datetime.now(UTC)
    administrators = sa.select(_STAFF.c.id).where(_STAFF.c.role == "administrator")
    held = (_CASES.c.status == "claimed") & _CASES.c.claimed_by.in_(administrators)
    for case_id, staff_id in op.get_bind().execute(sa.select(_CASES.c.id, _CASES.c.claimed_by).where(held)).all():
        line = {"at": now, "staff_id": staff_id, "act": "release", "case_id": case_id, "detail": None}
        op.execute(_AUDIT.insert().values(**line))
    op.execute(_CASES.update().where(held).values(status="open", claimed_by=None, claimed_at=None, alerted_at=now))
    op.execute(_STAFF.update().where(_STAFF.c.role == "administrator").values(on_duty_since=None))


def downgrade() -> None:
    for table in (_STAFF, _LINKS):
        for role, before in _BACK.items():
            op.execute(table.update().where(table.c.role == role).values(role=before))
    if op.get_bind().execute(sa.select(_STAFF.c.id).where(_STAFF.c.role.in_(_NOT_BEFORE))).first() is not None:
        raise RuntimeError("there are accounts whose role did not exist before: give them another, or end them")
    with op.batch_alter_table("staff") as batch:
        batch.drop_column("commune_scheme")
        batch.drop_column("commune_code")
    op.drop_table("interpretations")
    op.drop_table("referrals")
