"""A panel's meeting: minutes, who is here, and who left the room for which application."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.text("went_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "meeting_minute",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("in_note", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_refers("meeting_minute", "application_id", "application"),
        *_refers("meeting_minute", "written_by_id", "user_account"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_meeting_minute")),
    )
    op.create_table(
        "meeting_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("went_at", MOMENT, nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        *_refers("meeting_seat", "round_id", "round"),
        *_refers("meeting_seat", "person_id", "user_account"),
        *_refers("meeting_seat", "noted_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seat")),
    )
    op.create_index("ix_meeting_seat_person_id", "meeting_seat", ["person_id"])
    op.create_index(
        "uq_meeting_seat_now", "meeting_seat", ["round_id", "person_id"], unique=True,
        sqlite_where=NOW, postgresql_where=NOW,
    )  # fmt: skip
    op.create_table(
        "left_the_room",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("left_at", MOMENT, nullable=False),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        *_refers("left_the_room", "application_id", "application"),
        *_refers("left_the_room", "person_id", "user_account"),
        *_refers("left_the_room", "noted_by_id", "user_account"),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_left_the_room")),
    )
    op.create_index("ix_left_the_room_person_id", "left_the_room", ["person_id"])


def _refers(table: str, column: str, to: str) -> list[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}")
    return [sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)]


def downgrade() -> None:
    for table in ("left_the_room", "meeting_seat", "meeting_minute"):
        op.drop_table(table)
