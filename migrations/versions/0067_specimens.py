"""Specimens that assessors score before they begin, their scores, and who was let off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "calibration",
        _number("id"),
        _number("round_id"),
        _number("needed"),
        sa.Column("set_at", MOMENT, nullable=False),
        _number("set_by_id"),
        _number("version"),
        sa.CheckConstraint("needed BETWEEN 0 AND 5", name=op.f("ck_calibration_needed")),
        _key("calibration", "round_id", "round"),
        _key("calibration", "set_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("round_id", name=op.f("uq_calibration_round_id")),
    )
    op.create_table(
        "calibration_excuse",
        _number("id"),
        _number("calibration_id"),
        _number("person_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excused_at", MOMENT, nullable=False),
        _number("excused_by_id"),
        _key("calibration_excuse", "calibration_id", "calibration"),
        _key("calibration_excuse", "person_id", "user_account"),
        _key("calibration_excuse", "excused_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_excuse")),
        sa.UniqueConstraint(
            "calibration_id",
            "person_id",
            name=op.f("uq_calibration_excuse_calibration_id_person_id"),
        ),
    )
    op.create_index("ix_calibration_excuse_person_id", "calibration_excuse", ["person_id"])
    op.create_table(
        "specimen",
        _number("id"),
        sa.Column("reference", sa.String(20), nullable=False),
        _number("round_id"),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _number("written_by_id"),
        _number("version"),
        _key("specimen", "round_id", "round"),
        _key("specimen", "written_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specimen")),
        sa.UniqueConstraint("reference", name=op.f("uq_specimen_reference")),
    )
    op.create_index("ix_specimen_round_id", "specimen", ["round_id"])
    op.create_table(
        "specimen_part",
        _number("specimen_id"),
        _number("criterion_id"),
        sa.Column("text", sa.Text(), nullable=False),
        _number("score"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 10", name=op.f("ck_specimen_part_score")),
        _key("specimen_part", "specimen_id", "specimen"),
        _key("specimen_part", "criterion_id", "criterion"),
        sa.PrimaryKeyConstraint("specimen_id", "criterion_id", name=op.f("pk_specimen_part")),
    )
    op.create_index("ix_specimen_part_criterion_id", "specimen_part", ["criterion_id"])
    op.create_table(
        "specimen_sheet",
        _number("id"),
        _number("specimen_id"),
        _number("person_id"),
        sa.Column("panel", sa.String(20), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        _number("version"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        _key("specimen_sheet", "specimen_id", "specimen"),
        _key("specimen_sheet", "person_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specimen_sheet")),
        sa.UniqueConstraint(
            "specimen_id", "person_id", name=op.f("uq_specimen_sheet_specimen_id_person_id")
        ),
    )
    op.create_index("ix_specimen_sheet_person_id", "specimen_sheet", ["person_id"])
    op.create_table(
        "specimen_score",
        _number("sheet_id"),
        _number("criterion_id"),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "value IS NULL OR value BETWEEN 1 AND 10", name=op.f("ck_specimen_score_value")
        ),
        _key("specimen_score", "sheet_id", "specimen_sheet"),
        _key("specimen_score", "criterion_id", "criterion"),
        sa.PrimaryKeyConstraint("sheet_id", "criterion_id", name=op.f("pk_specimen_score")),
    )
    op.create_index("ix_specimen_score_criterion_id", "specimen_score", ["criterion_id"])


def downgrade() -> None:
    for table in (
        "specimen_score", "specimen_sheet", "specimen_part", "specimen", "calibration_excuse",
        "calibration",
    ):  # fmt: skip
        op.drop_table(table)
