"""An organisation that was renamed is found by the names that it had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

KEY = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column(
        "organisation", sa.Column("former_names", sa.Text(), server_default="", nullable=False)
    )
    op.add_column("organisation", sa.Column("former_key", KEY, server_default="", nullable=False))
    op.create_index("ix_organisation_former_key", "organisation", ["former_key"])


def downgrade() -> None:
    op.drop_index("ix_organisation_former_key", "organisation")
    op.drop_column("organisation", "former_key")
    op.drop_column("organisation", "former_names")
