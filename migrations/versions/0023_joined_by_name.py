"""What is written together is looked for within one name: covers are kept anew."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")  # so that the worker writes them


def downgrade() -> None:
    op.execute("UPDATE kept SET stamp = stamp + 1")
