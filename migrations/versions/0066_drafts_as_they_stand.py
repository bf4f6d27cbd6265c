"""A draft keeps no conflict, which is read as it is now; it knows whose panel its sheets are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("match_line", "soft")
    op.add_column("match_entry", sa.Column("lived", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("match_entry", "lived")
    op.add_column("match_line", sa.Column("soft", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("match_line") as line:
        line.alter_column("soft", server_default=None)
