"""Case studies have pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

TABLE = "case_study_image"
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("case_study", sa.Column("images", JSON, server_default="[]", nullable=False))
    op.create_table(
        TABLE,
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("sizes", JSON, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f(f"fk_{TABLE}_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f(f"fk_{TABLE}_added_by_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_case_study_id"), TABLE, ["case_study_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("case_study", "images")
