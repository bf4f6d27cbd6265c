"""Cover, load, tallies and the overview's figures are kept in rows, under one stamp a round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table("kept", ["round_id"], "stamp", "done")
    _table("cover", ["application_id"], "round_id", "covered", "stranded")
    op.create_index("ix_cover_round_id", "cover", ["round_id"])
    _table("person_load", ["round_id", "user_id"], "load", "current", "done")
    op.create_index("ix_person_load_user_id", "person_load", ["user_id"])
    op.create_table(
        "round_tally",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("to_assign", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "state", name=op.f("pk_round_tally")),
    )
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "round_figures",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, kind, nullable=False) for name in ("states", "days", "means")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_figures")),
    )
    op.execute("INSERT INTO kept (round_id, stamp, done) SELECT id, 1, 0 FROM round")
    for column in ("stamp", "done"):
        op.drop_column("round_line", column)
    op.create_index("ix_application_round_reference", "application", ["round_id", "reference"])


def downgrade() -> None:
    op.drop_index("ix_application_round_reference", "application")
    for column in ("stamp", "done"):
        op.add_column(
            "round_line", sa.Column(column, sa.Integer(), nullable=False, server_default="0")
        )
    op.execute("UPDATE round_line SET stamp = 1")
    for table in ("round_figures", "round_tally", "person_load", "cover", "kept"):
        op.drop_table(table)


def _table(name: str, key: list[str], *columns: str) -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.Integer(), autoincrement=False, nullable=False) for column in key),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in columns),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
