"""Applications that somebody takes away together, as one file, and how far that is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("scores", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("lies_at", sa.String(60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('panel', 'dossiers')", name=op.f("ck_pack_kind")),
        sa.CheckConstraint("(made_at IS NULL) = (lies_at = '')", name=op.f("ck_pack_made")),
        _key("pack", "owner_id", "user_account"),
        _key("pack", "round_id", "round"),
        _key("pack", "job_id", "job"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("token", name=op.f("uq_pack_token")),
        sa.UniqueConstraint("job_id", name=op.f("uq_pack_job_id")),
    )
    op.create_index("ix_pack_owner_id", "pack", ["owner_id"])
    op.create_index("ix_pack_round_id", "pack", ["round_id"])
    op.create_index("ix_pack_asked_at", "pack", ["asked_at"])
    op.create_table(
        "pack_part",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("lies_at", sa.String(60), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        _key("pack_part", "pack_id", "pack"),
        _key("pack_part", "application_id", "application"),
        sa.PrimaryKeyConstraint("pack_id", "position", name=op.f("pk_pack_part")),
    )
    op.create_index("ix_pack_part_application_id", "pack_part", ["application_id"])


def downgrade() -> None:
    op.drop_table("pack_part")
    op.drop_table("pack")
