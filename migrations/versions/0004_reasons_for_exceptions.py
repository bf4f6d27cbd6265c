"""A decision that departs from the round's rules carries the reason for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "decision", sa.Column("exception_reason", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("decision", "exception_reason")
