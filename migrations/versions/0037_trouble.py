"""Requests that the service failed near a deadline are noted, and more time for them is stated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "troubled_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(40), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("saving", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('error', 'slow')", name=op.f("ck_troubled_request_kind")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_troubled_request_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f("fk_troubled_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_troubled_request")),
        sa.UniqueConstraint("request_id", name=op.f("uq_troubled_request_request_id")),
    )
    op.create_index("ix_troubled_request_application_id", "troubled_request", ["application_id"])
    op.create_index("ix_troubled_request_at", "troubled_request", ["at"])
    op.create_table(
        "extra_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("to_at", MOMENT, nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.CheckConstraint("hours >= 1 AND applications >= 1", name=op.f("ck_extra_time_some")),
        sa.CheckConstraint("from_at <= to_at", name=op.f("ck_extra_time_from_to")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_extra_time_round_id")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_extra_time_given_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_time")),
    )
    op.create_index("ix_extra_time_round_id", "extra_time", ["round_id"])


def downgrade() -> None:
    op.drop_table("extra_time")
    op.drop_table("troubled_request")
