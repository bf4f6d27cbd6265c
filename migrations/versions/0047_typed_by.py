"""Who typed an answer for whoever saved it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("answer", "answer_version"):
        op.add_column(
            table, sa.Column("typed_by", sa.String(200), nullable=False, server_default="")
        )


def downgrade() -> None:
    for table in ("answer", "answer_version"):
        op.drop_column(table, "typed_by")
