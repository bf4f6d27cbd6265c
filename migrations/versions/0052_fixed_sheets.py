"""A submitted sheet is kept as it was, with its fingerprint, and from when others could read it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fixed_sheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_fixed_sheet_assignment_id"
        ),
        sa.UniqueConstraint("assignment_id", "number", name="uq_fixed_sheet_assignment_id_number"),
    )
    op.create_index("ix_fixed_sheet_sha256", "fixed_sheet", ["sha256"])
    op.create_table(
        "sheet_shown",
        sa.Column("fixed_sheet_id", sa.Integer(), primary_key=True),
        sa.Column("to_id", sa.Integer(), primary_key=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fixed_sheet_id"], ["fixed_sheet.id"], name="fk_sheet_shown_fixed_sheet_id"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["assignment.id"], name="fk_sheet_shown_to_id"),
    )
    op.create_index("ix_sheet_shown_to_id", "sheet_shown", ["to_id"])


def downgrade() -> None:
    op.drop_table("sheet_shown")
    op.drop_table("fixed_sheet")
