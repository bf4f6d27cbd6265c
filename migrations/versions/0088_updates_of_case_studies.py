"""Updates of published case studies: written, agreed and published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

PEOPLE = ("written_by_id", "agreed_by_id", "published_by_id")


def upgrade() -> None:
    op.create_table(
        "study_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("about", sa.String(15), nullable=False),
        sa.Column("heading", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(30), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('with_team', 'agreed', 'published', 'declined', 'taken_down')",
            name=op.f("ck_study_update_state"),
        ),
        sa.CheckConstraint(
            "about IN ('outcome', 'did_not_work', 'changed')", name=op.f("ck_study_update_about")
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'taken_down')"
            " OR (agreed_at IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_study_update_agreed"),
        ),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_study_update_case_study_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["user_account.id"], name=op.f(f"fk_study_update_{name}")
            )
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_update")),
        sa.UniqueConstraint(
            "case_study_id", "number", name=op.f("uq_study_update_case_study_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("study_update")
