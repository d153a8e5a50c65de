"""Campaigns, their variants, the codes given out, and how many came by each

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("communes", sa.String(length=1000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "campaign_variants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=True),
        sa.Column("commune_scheme", sa.String(length=8), nullable=True),
        sa.Column("hangs", sa.String(length=300), nullable=False),
        sa.Column("discreet", sa.Boolean(), nullable=False),
        sa.Column("link_code", sa.String(length=64), nullable=False),
        sa.Column("typed_code", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_variants_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_variants")),
        sa.UniqueConstraint("link_code", name=op.f("uq_campaign_variants_link_code")),
        sa.UniqueConstraint("typed_code", name=op.f("uq_campaign_variants_typed_code")),
    )
    op.create_index(op.f("ix_campaign_variants_campaign_id"), "campaign_variants", ["campaign_id"])
    op.create_table(
        "campaign_codes",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("discreet", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_campaign_codes")),
    )
    op.create_table(
        "arrivals",
        sa.Column("variant_id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("variant_id", "week", "step", "language", name=op.f("pk_arrivals")),
    )


def downgrade() -> None:
    op.drop_table("arrivals")
    op.drop_table("campaign_codes")
    op.drop_index(op.f("ix_campaign_variants_campaign_id"), table_name="campaign_variants")
    op.drop_table("campaign_variants")
    op.drop_table("campaigns")
