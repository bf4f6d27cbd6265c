"""What a lead wants changed stands beside the text; promoting says why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

TABLE = "case_study_remark"


def upgrade() -> None:
    op.add_column(
        "case_study",
        sa.Column("promoted_because", sa.Text(), server_default="", nullable=False),
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["case_study_version.id"], name=op.f(f"fk_{TABLE}_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f(f"fk_{TABLE}_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_version_id"), TABLE, ["version_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("case_study", "promoted_because")
