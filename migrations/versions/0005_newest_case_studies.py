"""The newest case studies are found without opening the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    public = sa.text("published_revision_id IS NOT NULL")
    op.create_index(
        "ix_case_study_newest",
        "case_study",
        [sa.text("first_published_at DESC"), sa.text("id DESC")],
        postgresql_where=public,
        sqlite_where=public,
    )


def downgrade() -> None:
    op.drop_index("ix_case_study_newest", "case_study")
