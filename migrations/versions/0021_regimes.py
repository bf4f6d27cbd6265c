"""What questions rest on, as records with dates; a round's rules on the use of AI in applying."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "regime_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime_record")),
        sa.UniqueConstraint(
            "key", "version", "revision", name=op.f("uq_regime_record_key_version_revision")
        ),
    )
    op.add_column("round", sa.Column("ai_rules", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("round", "ai_rules")
    op.drop_table("regime_record")
