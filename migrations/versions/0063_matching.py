"""Drafts of who reads what, and how many sheets each panel writes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from award.foundation.db import JsonValue

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "panel_mix",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("lived", sa.Integer(), nullable=False),
        sa.CheckConstraint("lived BETWEEN 0 AND 9", name=op.f("ck_panel_mix_lived")),
        _refers("panel_mix", "round_id", "round.id"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_panel_mix")),
    )
    op.create_table(
        "match_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("otherwise", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("facts", JsonValue, nullable=False),
        sa.CheckConstraint("cap IS NULL OR cap BETWEEN 1 AND 500", name=op.f("ck_match_draft_cap")),
        sa.CheckConstraint("otherwise BETWEEN 1 AND 500", name=op.f("ck_match_draft_otherwise")),
        _refers("match_draft", "round_id", "round.id"),
        _refers("match_draft", "made_by_id", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_draft")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_match_draft_round_id_number")),
    )
    op.create_table(
        "match_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        _refers("match_entry", "draft_id", "match_draft.id"),
        _refers("match_entry", "application_id", "application.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_entry")),
        sa.UniqueConstraint(
            "draft_id", "application_id", name=op.f("uq_match_entry_draft_id_application_id")
        ),
    )
    op.create_table(
        "match_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fits", JsonValue, nullable=False),
        sa.Column("soft", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        _refers("match_line", "draft_id", "match_draft.id"),
        _refers("match_line", "application_id", "application.id"),
        _refers("match_line", "person_id", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_line")),
        sa.UniqueConstraint(
            "draft_id", "application_id", "person_id",
            name=op.f("uq_match_line_draft_id_application_id_person_id"),
        ),
    )  # fmt: skip
    for table, column in (
        ("match_draft", "round_id"),
        ("match_entry", "application_id"),
        ("match_line", "application_id"),
        ("match_line", "person_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("match_line", "match_entry", "match_draft", "panel_mix"):
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
