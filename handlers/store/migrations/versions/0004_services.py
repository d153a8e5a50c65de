"""Places that help, and the communes they are near to

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.String(length=100), nullable=False),
        sa.Column("cost", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("name", "address", name=op.f("uq_services_name_address")),
    )
    op.create_table(
        "service_communes",
        sa.Column("service_id", sa.String(length=32), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_communes_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "commune_code", name=op.f("pk_service_communes")),
    )
    with op.batch_alter_table("service_communes") as communes:
        communes.create_index(op.f("ix_service_communes_commune_code"), ["commune_code"], unique=False)


def downgrade() -> None:
    op.drop_table("service_communes")
    op.drop_table("services")
