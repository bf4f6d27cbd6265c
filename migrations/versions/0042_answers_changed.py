"""Assessors are told of answers that changed after they had read them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("changed_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("assignment", "changed_from")
