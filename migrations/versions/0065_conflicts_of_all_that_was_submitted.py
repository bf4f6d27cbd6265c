"""Conflicts are kept of decided and withdrawn applications too."""

from __future__ import annotations

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")  # so that the worker writes them


def downgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")
