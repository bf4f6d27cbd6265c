"""Submitted applications are opened again, and one application may stay open for longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)
STATES = "'open', 'sent', 'closed', 'lapsed'"
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("application", sa.Column("extended_until", MOMENT, nullable=True))
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=True),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("set_aside", JSON, nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_reopening_state")),
        sa.CheckConstraint("kind IN ('own', 'change_request')", name=op.f("ck_reopening_kind")),
        sa.CheckConstraint(
            "(kind = 'change_request') = (until IS NOT NULL)", name=op.f("ck_reopening_until")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("ck_reopening_ended_at")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_reopening_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_reopening_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    op.create_index("ix_reopening_application_id", "reopening", ["application_id"])
    op.create_index(
        "ix_reopening_open", "reopening", ["application_id"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('circumstances', 'adjustment', 'fault')", name=op.f("ck_extension_kind")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_extension_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["user_account.id"], name=op.f("fk_extension_granted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint(
            "application_id", "until", name=op.f("uq_extension_application_id_until")
        ),
    )


def downgrade() -> None:
    op.drop_table("extension")
    op.drop_table("reopening")
    op.drop_column("application", "extended_until")
