"""Case studies say what was measured, what it took, who said no, and what a buyer asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
CODES = {"outcome": 20, "generative": 10, "cost_band": 20}
WORDS = ("cost_words", "staff_time", "errors_and_missed", "who_said_no", "less_well_for")
FIGURES = ("length_months", "people_count")
LISTS = ("problems", "senses", "results", "numbers", "quotes", "buyers", "documents")


def upgrade() -> None:
    for name, length in CODES.items():
        _add(sa.Column(name, sa.String(length), server_default="", nullable=False))
    for name in WORDS:
        _add(sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in FIGURES:
        _add(sa.Column(name, sa.Integer(), nullable=True))
    for name in LISTS:
        _add(sa.Column(name, JSON, server_default="[]", nullable=False))


def _add(column: sa.Column) -> None:
    op.add_column("case_study", column)


def downgrade() -> None:
    for name in (*LISTS, *FIGURES, *WORDS, *CODES):
        op.drop_column("case_study", name)
