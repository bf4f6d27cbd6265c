"""Somebody can follow rounds that open as they follow a search; how far an address was told of
them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watcher", sa.Column("rounds_told_up_to", sa.DateTime(timezone=True)))
    with op.batch_alter_table("watch") as table:
        table.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="search"))
        table.create_check_constraint(op.f("ck_watch_kind"), "kind IN ('search', 'rounds')")


def downgrade() -> None:
    op.execute("DELETE FROM watch WHERE kind = 'rounds'")
    with op.batch_alter_table("watch") as table:
        table.drop_constraint(op.f("ck_watch_kind"), type_="check")
        table.drop_column("kind")
    op.drop_column("watcher", "rounds_told_up_to")
