"""Scenarios of a round, and whether the panel agrees with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("ranking_sha256", sa.String(64), nullable=False),
        sa.Column("decided_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        *_refers("scenario", "round_id", "round"),
        *_refers("scenario", "made_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_scenario_round_id_name")),
    )
    op.create_table(
        "scenario_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_refers("scenario_opinion", "scenario_id", "scenario"),
        *_refers("scenario_opinion", "person_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_opinion")),
        sa.UniqueConstraint(
            "scenario_id", "person_id", name=op.f("uq_scenario_opinion_scenario_id_person_id")
        ),
    )
    op.create_index("ix_scenario_opinion_person_id", "scenario_opinion", ["person_id"])


def _refers(table: str, column: str, to: str) -> list[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}")
    return [sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)]


def downgrade() -> None:
    for table in ("scenario_opinion", "scenario"):
        op.drop_table(table)
