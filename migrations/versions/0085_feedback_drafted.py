"""Feedback may be drafted from what assessors said, edited, and released as it is then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("text", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "feedback_draft",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_feedback_draft_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["user_account.id"], name=op.f("fk_feedback_draft_edited_by_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_feedback_draft")),
    )


def downgrade() -> None:
    op.drop_table("feedback_draft")
    op.drop_column("feedback", "text")
