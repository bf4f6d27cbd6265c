"""All the names that an organisation had are looked through, not the first three hundred letters;
`flask prepare` makes the keys again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

CUT = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")
WHOLE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_index("ix_organisation_former_key", "organisation")
    _become(WHOLE, "former_key")


def downgrade() -> None:
    _become(CUT, "substr(former_key, 1, 300)")
    op.create_index("ix_organisation_former_key", "organisation", ["former_key"])


def _become(kind: sa.types.TypeEngine[str], value: str) -> None:
    """By a second column: the table is not copied."""
    op.add_column(
        "organisation", sa.Column("former_key_now", kind, server_default="", nullable=False)
    )
    op.execute(f"UPDATE organisation SET former_key_now = {value}")
    op.drop_column("organisation", "former_key")
    op.execute("ALTER TABLE organisation RENAME COLUMN former_key_now TO former_key")
