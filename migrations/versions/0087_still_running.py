"""Project teams are asked every six months whether their project still runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "running_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("reminder_digest", sa.String(64), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(10), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('running', 'changed', 'paused', 'stopped')",
            name=op.f("ck_running_question_answer"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_running_question_answered_at"),
        ),
        sa.CheckConstraint(
            "answer IS NOT NULL OR words = ''", name=op.f("ck_running_question_words")
        ),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_running_question_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_running_question_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_question")),
        sa.UniqueConstraint(
            "case_study_id", "number", name=op.f("uq_running_question_case_study_id_number")
        ),
        sa.UniqueConstraint("token_digest", name=op.f("uq_running_question_token_digest")),
        sa.UniqueConstraint("reminder_digest", name=op.f("uq_running_question_reminder_digest")),
    )


def downgrade() -> None:
    op.drop_table("running_question")
