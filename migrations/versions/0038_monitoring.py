"""Who applied and what it cost them: answers that nothing refers to, and reports made once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
MOMENTS = "moment IN ('submitted', 'decided')"


def upgrade() -> None:
    op.create_table(
        "equality_answer",
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("age", sa.String(20), nullable=False),
        sa.Column("sex", sa.String(20), nullable=False),
        sa.Column("ethnicity", sa.String(20), nullable=False),
        sa.Column("disability", sa.String(20), nullable=False),
        sa.Column("size", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_equality_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "effort",
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(10), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("hardest", sa.String(60), nullable=False),
        sa.Column("again", sa.String(10), nullable=True),
        sa.Column("helped", sa.Text(), nullable=False),
        sa.Column("org_type", sa.String(30), nullable=False),
        sa.Column("size", sa.String(20), nullable=False),
        sa.CheckConstraint(MOMENTS, name=op.f("ck_effort_moment")),
        sa.CheckConstraint(
            "again IS NULL OR again IN ('yes', 'perhaps', 'no')", name=op.f("ck_effort_again")
        ),
        sa.CheckConstraint("hours IS NULL OR hours >= 0", name=op.f("ck_effort_hours")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_effort_round_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_effort")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_effort_round_id", "effort", ["round_id"])
    op.create_table(
        "equality_report",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("tables", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_equality_report_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_equality_report")),
    )
    op.create_table(
        "effort_report",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(10), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("told", JSON, nullable=False),
        sa.CheckConstraint(MOMENTS, name=op.f("ck_effort_report_moment")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_effort_report_round_id")),
        sa.PrimaryKeyConstraint("round_id", "moment", name=op.f("pk_effort_report")),
    )


def downgrade() -> None:
    op.drop_table("effort_report")
    op.drop_table("equality_report")
    op.drop_table("effort")
    op.drop_table("equality_answer")
