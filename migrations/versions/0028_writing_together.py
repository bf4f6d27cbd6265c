"""Organisations confirm that they apply together, people are asked for a section, and are seen in
one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "co_applicant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("job_title", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'declined', 'taken_back')",
            name=op.f("ck_co_applicant_state"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (answered_at IS NOT NULL AND name <> '')",
            name=op.f("ck_co_applicant_confirmed"),
        ),
        _refers("co_applicant", "application_id", "application"),
        _refers("co_applicant", "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_applicant")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_co_applicant_token_digest")),
    )
    _index("co_applicant", "application_state", "application_id", "state")
    _index("co_applicant", "asked_by_id", "asked_by_id")
    op.create_table(
        "section_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.String(60), nullable=False),
        sa.Column("section_title", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'taken_back')", name=op.f("ck_section_request_state")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_section_request_ended_at")
        ),
        _refers("section_request", "application_id", "application"),
        _refers("section_request", "person_id", "user_account"),
        _refers("section_request", "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_request")),
    )
    _index("section_request", "application_state", "application_id", "state")
    _index("section_request", "person_state", "person_id", "state")
    _index("section_request", "asked_by_id", "asked_by_id")
    op.create_table(
        "presence",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.String(60), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _refers("presence", "application_id", "application"),
        _refers("presence", "person_id", "user_account"),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_presence")),
    )
    _index("presence", "person_id", "person_id")


def downgrade() -> None:
    for table in ("presence", "section_request", "co_applicant"):
        op.drop_table(table)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, list(columns))
