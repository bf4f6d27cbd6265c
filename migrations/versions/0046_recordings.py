"""Recordings beside long answers, where that was agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("application", "adjustment"):
        op.add_column(
            table,
            sa.Column("recordings", sa.Boolean(), nullable=False, server_default=sa.false()),
        )


def downgrade() -> None:
    for table in ("application", "adjustment"):
        op.drop_column(table, "recordings")
