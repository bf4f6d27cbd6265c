"""Adjustments: what was asked for and agreed, and apart from it, for a while, why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("ALTER TABLE application ADD COLUMN more_words INTEGER DEFAULT '0' NOT NULL")
    op.execute("ALTER TABLE application ADD COLUMN helper VARCHAR(200) DEFAULT '' NOT NULL")
    op.create_table(
        "assessor_time",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assessor_time_round_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_assessor_time_person_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_assessor_time")),
    )
    op.create_index("ix_assessor_time_person_id", "assessor_time", ["person_id"])
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("more_words", sa.Integer(), nullable=False),
        sa.Column("helper", sa.String(200), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'answered', 'taken_back')", name=op.f("ck_adjustment_state")
        ),
        sa.CheckConstraint("part IN ('applying', 'assessing')", name=op.f("ck_adjustment_part")),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_adjustment_answered")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_adjustment_person_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_adjustment_round_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_adjustment_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_adjustment_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("reference", name=op.f("uq_adjustment_reference")),
    )
    for column in ("person_id", "round_id", "application_id"):
        op.create_index(f"ix_adjustment_{column}", "adjustment", [column])
    op.create_index("ix_adjustment_state_due", "adjustment", ["state", "due_at"])
    op.create_table(
        "adjustment_need",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["adjustment.id"], name=op.f("fk_adjustment_need_adjustment_id")
        ),
        sa.PrimaryKeyConstraint("adjustment_id", name=op.f("pk_adjustment_need")),
    )


def downgrade() -> None:
    for table in ("adjustment_need", "adjustment", "assessor_time"):
        op.drop_table(table)
    op.drop_column("application", "helper")
    op.drop_column("application", "more_words")
