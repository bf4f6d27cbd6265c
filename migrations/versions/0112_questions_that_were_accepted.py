"""Why words that raised a question went out as they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accepted_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("of_feedback", sa.Boolean(), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"],
                                name=op.f("fk_accepted_question_round_id")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["user_account.id"],
                                name=op.f("fk_accepted_question_accepted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_question")),
    )  # fmt: skip
    op.create_index(op.f("ix_accepted_question_round_id"), "accepted_question", ["round_id"])


def downgrade() -> None:
    op.drop_table("accepted_question")
