"""A shared project says which problems it was for, what became of it, and what was measured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    for name in ("problems", "results"):
        op.add_column("share", sa.Column(name, JSON, server_default="[]", nullable=False))
    op.add_column("share", sa.Column("outcome", sa.String(30), server_default="", nullable=False))


def downgrade() -> None:
    for name in ("outcome", "results", "problems"):
        op.drop_column("share", name)
