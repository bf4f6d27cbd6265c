"""What lists find applications by is kept beside their cover."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("cover", sa.Column("state", sa.String(20), nullable=False, server_default=""))
    for name in ("words", "joined"):
        op.add_column("cover", sa.Column(name, FOLDED, nullable=False, server_default=""))
    op.drop_index("ix_cover_round_id", table_name="cover")
    op.create_index("ix_cover_round_id_words", "cover", ["round_id", "words", "application_id"])
    op.execute("UPDATE kept SET stamp = stamp + 1")  # so that the worker writes them


def downgrade() -> None:
    op.drop_index("ix_cover_round_id_words", table_name="cover")
    op.create_index("ix_cover_round_id", "cover", ["round_id"])
    for name in ("joined", "words", "state"):
        op.drop_column("cover", name)
