"""A round may release feedback apart from its decisions, and each has its row once it is out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "round",
        sa.Column("feedback_apart", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_feedback_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["user_account.id"], name=op.f("fk_feedback_released_by_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_feedback")),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_column("round", "feedback_apart")
