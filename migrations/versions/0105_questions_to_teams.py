"""Questions to the teams of case studies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("stands", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("team_agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('unconfirmed', 'waiting', 'answered', 'published', 'declined', 'lapsed', "
            "'withdrawn', 'removed')",
            name=op.f("ck_team_question_state"),
        ),
        sa.CheckConstraint(
            "stands IN ('named', 'unnamed', 'no')", name=op.f("ck_team_question_stands")
        ),
        sa.CheckConstraint(
            "reason = '' OR reason IN ('not_ours', 'said', 'not_open', 'no_time', 'unfit')",
            name=op.f("ck_team_question_reason"),
        ),
        sa.CheckConstraint(
            "(state IN ('unconfirmed', 'waiting')) = (over_at IS NULL)",
            name=op.f("ck_team_question_over_at"),
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (reason <> '')", name=op.f("ck_team_question_why_declined")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR (team_agrees AND stands <> 'no' AND answer <> '')",
            name=op.f("ck_team_question_both_agree"),
        ),
        sa.CheckConstraint(
            "forgotten_at IS NOT NULL OR email <> ''", name=op.f("ck_team_question_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_team_question_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_team_question_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_question")),
        sa.UniqueConstraint("reference", name=op.f("uq_team_question_reference")),
        sa.UniqueConstraint(
            "case_study_id", "number", name=op.f("uq_team_question_case_study_id_number")
        ),
    )
    op.create_index("ix_team_question_state_asked", "team_question", ["state", "asked_at"])
    op.create_index("ix_team_question_email", "team_question", ["email"])


def downgrade() -> None:
    op.drop_table("team_question")
