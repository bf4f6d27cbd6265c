"""Who tells of a challenge may say what they wanted something for, and the picture counts it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column(
        "challenge", sa.Column("problem", sa.String(30), nullable=False, server_default="")
    )
    op.add_column(
        "challenge_picture", sa.Column("wanted", JSON, nullable=False, server_default="{}")
    )


def downgrade() -> None:
    with op.batch_alter_table("challenge_picture") as table:
        table.drop_column("wanted")
    with op.batch_alter_table("challenge") as table:
        table.drop_column("problem")
