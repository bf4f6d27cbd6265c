"""Lists as files that take longer to make than somebody waits, and how far each is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
INDEXED = ("owner_id", "round_id", "asked_at")


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_list_file_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "list_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("reach", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("lies_at", sa.String(60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.CheckConstraint("(made_at IS NULL) = (lies_at = '')", name=op.f("ck_list_file_made")),
        _key("owner_id", "user_account"),
        _key("round_id", "round"),
        _key("job_id", "job"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_file")),
        sa.UniqueConstraint("token", name=op.f("uq_list_file_token")),
        sa.UniqueConstraint("job_id", name=op.f("uq_list_file_job_id")),
    )
    for column in INDEXED:
        op.create_index(f"ix_list_file_{column}", "list_file", [column])


def downgrade() -> None:
    op.drop_table("list_file")
