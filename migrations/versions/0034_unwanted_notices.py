"""People switch off emails that they need not get."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unwanted_notice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_unwanted_notice_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "notice", name=op.f("pk_unwanted_notice")),
    )


def downgrade() -> None:
    op.drop_table("unwanted_notice")
