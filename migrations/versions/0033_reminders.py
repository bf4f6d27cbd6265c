"""People are reminded of what closes, once each, and emails can have files with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "'fortnight', 'week', 'two_days', 'last_day', 'unsent'"


def upgrade() -> None:
    op.create_table(
        "outbox_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.message_id"],
            name=op.f("fk_outbox_attachment_message_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_attachment")),
    )  # fmt: skip
    op.create_index("ix_outbox_attachment_message_id", "outbox_attachment", ["message_id"])
    _about_somebody(
        "reminder",
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_reminder_kind")),
        key=("kind",),
    )
    _about_somebody(
        "closing_told",
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
    )
    op.create_table(
        "section_reminder",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('two_days', 'day')", name=op.f("ck_section_reminder_kind")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["section_request.id"], name=op.f("fk_section_reminder_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "kind", name=op.f("pk_section_reminder")),
    )


def _about_somebody(name: str, *columns: sa.SchemaItem, key: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f(f"fk_{name}_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user_account.id"], name=op.f(f"fk_{name}_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "person_id", *key, name=op.f(f"pk_{name}")
        ),
    )  # fmt: skip
    op.create_index(f"ix_{name}_person_id", name, ["person_id"])


def downgrade() -> None:
    for name in ("section_reminder", "closing_told", "reminder", "outbox_attachment"):
        op.drop_table(name)
