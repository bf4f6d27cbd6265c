"""Whoever shares a project can say how long it ran, for how many people, and what it costs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("share", sa.Column("length_months", sa.Integer()))
    op.add_column("share", sa.Column("people_count", sa.Integer()))
    op.add_column("share", sa.Column("cost_band", sa.String(30), server_default="", nullable=False))


def downgrade() -> None:
    for name in ("cost_band", "people_count", "length_months"):
        op.drop_column("share", name)
