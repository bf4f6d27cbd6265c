"""People who never applied share a project, of which a case study can be made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = ("problem", "project", "people_involved", "impact", "lessons", "evidence", "contact")


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("organisation_type", sa.String(30), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'unconfirmed', 'received', 'changes', 'taken_on', 'declined', "
            "'withdrawn')",
            name=op.f("ck_share_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('taken_on', 'declined', 'withdrawn')) = (over_at IS NOT NULL)",
            name=op.f("ck_share_over"),
        ),
        sa.CheckConstraint(
            "forgotten_at IS NOT NULL OR email <> ''", name=op.f("ck_share_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["user_account.id"], name=op.f("fk_share_handled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("reference", name=op.f("uq_share_reference")),
    )
    op.create_index("ix_share_state_saved", "share", ["state", "saved_at"])
    with op.batch_alter_table("case_study") as table:
        table.add_column(sa.Column("share_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_case_study_share_id"), "share", ["share_id"], ["id"])
        table.create_unique_constraint(op.f("uq_case_study_share_id"), ["share_id"])


def downgrade() -> None:
    with op.batch_alter_table("case_study") as table:
        table.drop_constraint(op.f("uq_case_study_share_id"), type_="unique")
        table.drop_constraint(op.f("fk_case_study_share_id"), type_="foreignkey")
        table.drop_column("share_id")
    op.drop_table("share")
