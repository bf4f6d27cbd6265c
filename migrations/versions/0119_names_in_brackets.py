"""Conflicts are found too where an organisation's name goes on in brackets."""

from __future__ import annotations

from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")  # so that the worker works them out again


def downgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")
