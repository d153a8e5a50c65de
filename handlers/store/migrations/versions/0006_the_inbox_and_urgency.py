"""An inbox that keeps what came until it is dealt with; what goes out first; telling workers of new jobs

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

# Whoever waits for new jobs listens (handlers/store/news.py); sent when the transaction that put the jobs commits.
_TELL = """
CREATE FUNCTION outbox_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_news AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_news();
"""


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="1"))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("urgency", server_default=None)
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("update_id", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "update_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_seen_at"), "inbox", ["seen_at"])
    waiting = sa.text("body IS NOT NULL")
    op.create_index(
        "ix_inbox_waiting", "inbox", ["channel", "seen_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    columns = "channel, update_id, seen_at, kind"
    op.execute(f"INSERT INTO inbox ({columns}, attempts) SELECT {columns}, 0 FROM seen_updates")
    op.drop_table("seen_updates")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TELL)


def downgrade() -> None:
    """Refused while anything waits: it was confirmed to its platform, and only the inbox still has it."""
    waits = sa.text("SELECT count(*) FROM inbox WHERE kind = 'waiting'")
    if op.get_bind().execute(waits).scalar_one():
        raise RuntimeError("Messages wait in the inbox: let the bot deal with them, stop it, then downgrade.")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER outbox_news ON outbox; DROP FUNCTION outbox_news();")
    op.create_table(
        "seen_updates",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("update_id", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("channel", "update_id", name=op.f("pk_seen_updates")),
    )
    op.create_index(op.f("ix_seen_updates_seen_at"), "seen_updates", ["seen_at"])
    columns = "channel, update_id, seen_at, kind"
    op.execute(f"INSERT INTO seen_updates ({columns}) SELECT {columns} FROM inbox")
    op.drop_table("inbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("urgency")
