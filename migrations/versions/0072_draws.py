"""Lots that a round draws: its seed, and what each application was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("among", sa.String(10), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("committed_at", MOMENT, nullable=False),
        sa.Column("committed_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=True),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("list_sha256", sa.String(64), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=True),
        sa.Column("to_come", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("among IN ('ties', 'group')", name=op.f("ck_draw_among")),
        sa.CheckConstraint(
            "(drawn_at IS NULL) = (list_sha256 IS NULL) AND (drawn_at IS NULL) = (listed IS NULL)"
            " AND (drawn_at IS NULL) = (drawn_by_id IS NULL)"
            " AND (drawn_at IS NULL) = (to_come IS NULL)",
            name=op.f("ck_draw_drawn"),
        ),
        _key("draw", "round_id", "round"),
        _key("draw", "committed_by_id", "user_account"),
        _key("draw", "drawn_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("round_id", name=op.f("uq_draw_round_id")),
    )
    op.create_table(
        "drawn_place",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_group", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_drawn_place_number")),
        _key("drawn_place", "application_id", "application"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_drawn_place")),
    )


def downgrade() -> None:
    op.drop_table("drawn_place")
    op.drop_table("draw")
