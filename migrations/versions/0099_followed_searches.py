"""Searches of the collection that somebody follows by email."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watcher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_up_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watcher")),
        sa.UniqueConstraint("email", name=op.f("uq_watcher_email")),
        sa.UniqueConstraint("reference", name=op.f("uq_watcher_reference")),
    )
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("watcher_id", sa.Integer(), nullable=False),
        sa.Column("asked", json, nullable=False),
        sa.Column("asked_key", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(confirmed_at IS NULL) = (until IS NULL)", name=op.f("ck_watch_until")),
        sa.ForeignKeyConstraint(["watcher_id"], ["watcher.id"], name=op.f("fk_watch_watcher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("reference", name=op.f("uq_watch_reference")),
        sa.UniqueConstraint("watcher_id", "asked_key", name=op.f("uq_watch_watcher_id_asked_key")),
    )
    op.create_index("ix_watch_until", "watch", ["until"])


def downgrade() -> None:
    op.drop_table("watch")
    op.drop_table("watcher")
