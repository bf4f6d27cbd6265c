"""A shared project says where it is, how far, and what it took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TEXTS = ("cost_words", "staff_time", "errors_and_missed", "who_said_no")


def upgrade() -> None:
    _add(sa.Column("settings", JSON, server_default="[]", nullable=False))
    _add(sa.Column("stage", sa.String(30), server_default="", nullable=False))
    for name in TEXTS:
        _add(sa.Column(name, sa.Text(), server_default="", nullable=False))


def _add(column: sa.Column) -> None:
    op.add_column("share", column)


def downgrade() -> None:
    for name in (*TEXTS, "stage", "settings"):
        op.drop_column("share", name)
