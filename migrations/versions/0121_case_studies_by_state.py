"""The few case studies that are being written are found among all that are public."""

from __future__ import annotations

from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_study_state", "case_study", ["state"])


def downgrade() -> None:
    op.drop_index("ix_case_study_state", "case_study")
