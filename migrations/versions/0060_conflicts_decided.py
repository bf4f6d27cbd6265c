"""Conflicts that staff decided about, and those that they were told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "interest_conflict",
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "conflict_told",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_conflict_told_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_conflict_told_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "person_id", "digest", name=op.f("pk_conflict_told")
        ),
    )
    op.create_index("ix_conflict_told_person_id", "conflict_told", ["person_id"])


def downgrade() -> None:
    op.drop_table("conflict_told")
    op.drop_column("interest_conflict", "settled")
