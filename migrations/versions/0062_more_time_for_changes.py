"""A change request keeps until when it was asked first, where more time was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reopening", sa.Column("first_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("reopening", "first_until")
