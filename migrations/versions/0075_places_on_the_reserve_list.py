"""What a decision was while its application stood on the reserve list is kept when that is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reserve_place",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("staged_by_id", sa.Integer(), nullable=False),
        sa.Column("over_budget_because", sa.Text(), nullable=False),
        sa.CheckConstraint("place IS NULL OR place > 0", name=op.f("ck_reserve_place_place")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_reserve_place_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["staged_by_id"],
            ["user_account.id"],
            name=op.f("fk_reserve_place_staged_by_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_reserve_place")),
    )


def downgrade() -> None:
    op.drop_table("reserve_place")
