"""What stood in a box before it was replaced is kept while a page may still show it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "earlier_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(80), nullable=False),
        sa.Column("mark", sa.String(12), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("span", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_value")),
    )
    op.create_index(
        "ix_earlier_value_subject", "earlier_value", ["kind", "subject_id", "field", "span"]
    )
    op.create_index("ix_earlier_value_replaced_at", "earlier_value", ["replaced_at"])


def downgrade() -> None:
    op.drop_table("earlier_value")
