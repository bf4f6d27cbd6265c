"""Applications are gathered, assessors are asked with a reason, and reminded of their sheets once
for each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REASONS = "'soon', 'due', 'overdue', 'asked', 'last'"


def upgrade() -> None:
    op.add_column(
        "assignment", sa.Column("asked_because", sa.Text(), server_default="", nullable=False)
    )
    op.create_table(
        "gathered",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_gathered_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_gathered_application_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_gathered_round_id")),
        sa.PrimaryKeyConstraint("person_id", "application_id", name=op.f("pk_gathered")),
    )
    op.create_index("ix_gathered_application_id", "gathered", ["application_id"])
    op.create_index("ix_gathered_person_id_round_id", "gathered", ["person_id", "round_id"])
    op.create_table(
        "assessor_reminder",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("ck_assessor_reminder_reason")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_assessor_reminder_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_assessor_reminder_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_assessor_reminder_by_id")
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "person_id", "reason", name=op.f("pk_assessor_reminder")
        ),
    )
    op.create_index("ix_assessor_reminder_person_id", "assessor_reminder", ["person_id"])
    op.create_table(
        "chasing_plan",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Boolean(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "days_before BETWEEN 1 AND 60", name=op.f("ck_chasing_plan_days_before")
        ),
        sa.CheckConstraint("days_after BETWEEN 1 AND 60", name=op.f("ck_chasing_plan_days_after")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_chasing_plan_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_chasing_plan")),
    )


def downgrade() -> None:
    op.drop_table("chasing_plan")
    op.drop_table("assessor_reminder")
    op.drop_table("gathered")
    op.drop_column("assignment", "asked_because")
