"""The few of a ranking that stand further down are found without reading all of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

LACKING = sa.text("lacking > 0")


def upgrade() -> None:
    op.create_index(
        "ix_round_standing_lacking", "round_standing", ["round_id", "rank"],
        sqlite_where=LACKING, postgresql_where=LACKING,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_round_standing_lacking", "round_standing")
