"""How much of scores applicants are told, and what each was told at the release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.execute(
        "ALTER TABLE round ADD COLUMN scores_told VARCHAR(10) DEFAULT 'ground' NOT NULL "
        "CONSTRAINT ck_round_scores_told CHECK (scores_told IN ('ground', 'own', 'beside'))"
    )
    op.create_table(
        "decision_told",
        sa.Column("decision_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_told")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_told_decision_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("decision_told")
    op.drop_column("round", "scores_told")
