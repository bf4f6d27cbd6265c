"""What everybody can read has a name, and published texts are kept as HTML."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """`flask prepare` draws the texts, by the code of its day."""
    version = op.create_table(
        "public_version",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_version")),
    )
    op.bulk_insert(version, [{"id": 1, "name": secrets.token_hex(16)}])
    op.create_table(
        "case_study_html",
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("drawn_by", sa.String(64), nullable=False),
        sa.Column(
            "parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_study_revision.id"],
            name=op.f("fk_case_study_html_revision_id"),
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_case_study_html")),
    )


def downgrade() -> None:
    op.drop_table("case_study_html")
    op.drop_table("public_version")
