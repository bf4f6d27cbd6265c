"""A round may have its answers read for other criteria than its questions say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("round", sa.Column("feeds", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("round", "feeds")
