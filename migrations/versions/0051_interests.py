"""What those who assess declare of their interests, and conflicts that are worked out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "interest_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("nothing_to_declare", sa.Boolean(), nullable=False),
        _person("interest_declaration", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
    )
    op.create_index(
        "ix_interest_declaration_person_id", "interest_declaration", ["person_id", "id"]
    )
    op.create_index("ix_interest_declaration_expires_on", "interest_declaration", ["expires_on"])
    op.create_table(
        "declared_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("position", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employment', 'appointment', 'financial', 'family')",
            name=op.f("ck_declared_interest_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["interest_declaration.id"],
            name=op.f("fk_declared_interest_declaration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interest")),
    )
    op.create_index("ix_declared_interest_declaration_id", "declared_interest", ["declaration_id"])
    op.create_table(
        "declaration_reminder",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('ending', 'lapsed')", name=op.f("ck_declaration_reminder_kind")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["interest_declaration.id"],
            name=op.f("fk_declaration_reminder_declaration_id"),
        ),
        sa.PrimaryKeyConstraint("declaration_id", "kind", name=op.f("pk_declaration_reminder")),
    )
    op.create_table(
        "conflict_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("about", JSON, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "decision IN ('may_assess', 'apart')", name=op.f("ck_conflict_decision_decision")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_conflict_decision_application_id")
        ),
        _person("conflict_decision", "person_id"),
        _person("conflict_decision", "decided_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_decision")),
    )
    op.create_index(
        "ix_conflict_decision_pair", "conflict_decision", ["application_id", "person_id", "id"]
    )
    for column in ("person_id", "decided_by_id"):
        op.create_index(f"ix_conflict_decision_{column}", "conflict_decision", [column])
    op.create_table(
        "interest_conflict",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_interest_conflict")),
    )
    for column in ("person_id", "round_id"):
        op.create_index(f"ix_interest_conflict_{column}", "interest_conflict", [column])
    op.create_table(
        "application_names",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("emails", JSON, nullable=False),
        sa.Column("excluded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_names")),
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    for table in (
        "application_names",
        "interest_conflict",
        "conflict_decision",
        "declaration_reminder",
        "declared_interest",
        "interest_declaration",
    ):
        op.drop_table(table)
