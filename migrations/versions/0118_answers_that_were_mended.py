"""What a team said of whether its project still runs, before it said otherwise by the same link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "running_earlier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('running', 'changed', 'paused', 'stopped')",
            name=op.f("ck_running_earlier_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["running_question.id"],
            name=op.f("fk_running_earlier_question_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_earlier")),
    )
    op.create_index(op.f("ix_running_earlier_question_id"), "running_earlier", ["question_id"])


def downgrade() -> None:
    op.drop_table("running_earlier")
