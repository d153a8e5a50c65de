"""The web chat's tokens are random and renewed: an HMAC of the one that counts

What the inbox knew of web chats were hashes of their cookies, and those cookies open nothing any more.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("token_hash", sa.String(length=64), nullable=True))
        batch.create_index(op.f("ix_conversations_token_hash"), ["token_hash"], unique=True)
    op.execute(sa.text("DELETE FROM inbox WHERE channel = 'web' AND body IS NULL"))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.drop_index(op.f("ix_conversations_token_hash"))
        batch.drop_column("token_hash")
