"""Whoever may assess and never declared interests is reminded once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "undeclared_reminder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_undeclared_reminder_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_undeclared_reminder")),
    )


def downgrade() -> None:
    op.drop_table("undeclared_reminder")
