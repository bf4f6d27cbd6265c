"""What a person asks of a list is kept under a name, and found again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
KEY = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_key", KEY, nullable=False, server_default=""),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_saved_view_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("reference", name=op.f("uq_saved_view_reference")),
        sa.UniqueConstraint(
            "owner_id",
            "list_key",
            "name_key",
            name=op.f("uq_saved_view_owner_id_list_key_name_key"),
        ),
    )
    op.create_index("ix_saved_view_name_key", "saved_view", ["name_key"])


def downgrade() -> None:
    op.drop_table("saved_view")
