"""Who assessed a round is named where they agreed to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "named_assessor",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_named_assessor_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_named_assessor_person_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_named_assessor")),
    )
    op.create_index(op.f("ix_named_assessor_person_id"), "named_assessor", ["person_id"])


def downgrade() -> None:
    op.drop_table("named_assessor")
