"""What few applications of a round have is found without reading the rest of it: sheets of the
lived-experience panel on everybody's criteria, and more time than the round has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

LIVED, LONGER = sa.text("lived_counted > 0"), sa.text("extended_until IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_score_summary_lived", "score_summary", ["application_id"],
        sqlite_where=LIVED, postgresql_where=LIVED,
    )  # fmt: skip
    op.create_index(
        "ix_application_round_extended", "application", ["round_id", "extended_until"],
        sqlite_where=LONGER, postgresql_where=LONGER,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_application_round_extended", "application")
    op.drop_index("ix_score_summary_lived", "score_summary")
