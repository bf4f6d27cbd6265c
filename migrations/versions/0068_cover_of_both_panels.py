"""What an application needs is covered by the sheets that rank; another panel's stand beside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cover", sa.Column("beside", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE kept SET stamp = stamp + 1")  # so that the worker counts them anew


def downgrade() -> None:
    op.drop_column("cover", "beside")
    op.execute("UPDATE kept SET stamp = stamp + 1")
