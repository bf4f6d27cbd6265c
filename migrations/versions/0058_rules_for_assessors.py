"""Rounds have rules that assessors agree to; each assessor reads in an order of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "round", sa.Column("assessor_rules", sa.Text(), nullable=False, server_default="")
    )
    op.add_column(
        "sheet", sa.Column("own_words", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "assignment", sa.Column("reading_key", sa.String(16), nullable=False, server_default="")
    )
    by_lot = "substr(md5(random()::text || id), 1, 16)"
    if op.get_bind().dialect.name == "sqlite":
        by_lot = "lower(hex(randomblob(8)))"
    op.execute(f"UPDATE assignment SET reading_key = {by_lot}")
    op.create_table(
        "assessor_agreement",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_assessor_agreement_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_assessor_agreement_person_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_assessor_agreement")),
    )
    op.create_index(op.f("ix_assessor_agreement_person_id"), "assessor_agreement", ["person_id"])


def downgrade() -> None:
    op.drop_table("assessor_agreement")
    op.drop_column("assignment", "reading_key")
    op.drop_column("sheet", "own_words")
    op.drop_column("round", "assessor_rules")
