"""A round says from when its applications are assessed."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rounds that there are go on as they do; new ones wait, unless they say otherwise."""
    op.execute(
        "ALTER TABLE round ADD COLUMN assess_from VARCHAR(20) DEFAULT 'submission' NOT NULL "
        "CONSTRAINT ck_round_assess_from CHECK (assess_from IN ('closing', 'submission'))"
    )


def downgrade() -> None:
    op.drop_column("round", "assess_from")
