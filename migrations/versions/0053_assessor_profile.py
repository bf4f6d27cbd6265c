"""Assessors say what they know about, how much they take on, and what they need to read it in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from award.foundation.db import JsonValue

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLE = "assessor_profile"
LISTS = ("settings", "beneficiaries", "capabilities", "formats")
NUMBERS = (("most", 500), ("evening", 50))


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        for name in LISTS:
            table.add_column(sa.Column(name, JsonValue, nullable=False, server_default="[]"))
        for name, largest in NUMBERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
            table.create_check_constraint(
                op.f(f"ck_{TABLE}_{name}"), f"{name} IS NULL OR {name} BETWEEN 1 AND {largest}"
            )
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "assessor_limit",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most BETWEEN 0 AND 500", name=op.f("ck_assessor_limit_most")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_assessor_limit_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_assessor_limit_person_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_assessor_limit")),
    )
    op.create_index(op.f("ix_assessor_limit_person_id"), "assessor_limit", ["person_id"])


def downgrade() -> None:
    op.drop_table("assessor_limit")
    with op.batch_alter_table(TABLE) as table:
        for name, _largest in NUMBERS:
            table.drop_constraint(op.f(f"ck_{TABLE}_{name}"), type_="check")
            table.drop_column(name)
        for name in (*LISTS, "version"):
            table.drop_column(name)
