"""Feedback that somebody edited knows which comments of assessors it was drawn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback_draft", sa.Column("drawn_from", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("feedback_draft", "drawn_from")
