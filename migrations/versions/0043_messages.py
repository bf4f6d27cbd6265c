"""People of an application and the programme team write to each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=op.f(f"fk_{table}_{column}")
    )  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("waits_since", MOMENT, nullable=True),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_thread_closed")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR waits_since IS NULL", name=op.f("ck_thread_waits_since")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_thread_application_id")
        ),
        _person("thread", "closed_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_thread_application_id_number")
        ),
    )
    op.create_index("ix_thread_waits_since", "thread", ["waits_since"])
    op.create_index("ix_thread_last_at", "thread", ["last_at"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("from_team", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_message_thread_id")),
        _person("message", "author_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_thread_id", "message", ["thread_id"])
    op.create_index("ix_message_author_id", "message", ["author_id"])
    op.create_table(
        "thread_read",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_read_thread_id")
        ),
        _person("thread_read", "person_id"),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_thread_read")),
    )
    op.create_index("ix_thread_read_person_id", "thread_read", ["person_id"])


def downgrade() -> None:
    for name in ("thread_read", "message", "thread"):
        op.drop_table(name)
