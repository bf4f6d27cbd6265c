"""An email keeps who caused it, so that what one person can cause in a day is bounded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("by_id", sa.Integer(), nullable=True))
    for name, columns in (
        ("by", ["by_id", "notice", "created_at"]),
        ("recipient", ["recipient", "notice", "created_at"]),
    ):
        op.create_index(f"ix_outbox_message_{name}", "outbox_message", columns)


def downgrade() -> None:
    for name in ("by", "recipient"):
        op.drop_index(f"ix_outbox_message_{name}", "outbox_message")
    op.drop_column("outbox_message", "by_id")
