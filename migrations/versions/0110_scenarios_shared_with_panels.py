"""Whether a scenario is shared with the panel, and what is said of it closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_sharing",
        sa.Column("scenario_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_sharing_scenario_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_scenario_sharing_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("scenario_id", name=op.f("pk_scenario_sharing")),
    )


def downgrade() -> None:
    op.drop_table("scenario_sharing")
