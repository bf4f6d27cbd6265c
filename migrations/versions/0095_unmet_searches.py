"""Searches that no case study answers: words, a day and a count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmet_search",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_unmet_search")),
    )


def downgrade() -> None:
    op.drop_table("unmet_search")
