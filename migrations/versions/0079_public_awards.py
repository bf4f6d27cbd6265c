"""What everybody may know of an award is a row that staff have looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0079"
down_revision = "0076"
branch_labels = None
depends_on = None

KEY = sa.String(300).with_variant(sa.String(300, collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "public_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(139), nullable=False),
        sa.Column("title_key", KEY, server_default="", nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("amount_gbp", sa.Integer(), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("organisation_name", sa.String(200), nullable=False),
        sa.Column("organisation_name_key", KEY, server_default="", nullable=False),
        sa.Column("organisation_id", sa.String(40), nullable=False),
        sa.Column("organisation_key", sa.String(20), nullable=False),
        sa.Column("org_type", sa.String(30), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("company_number", sa.String(8), nullable=False),
        sa.Column("charity_number", sa.String(10), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_gbp > 0", name=op.f("ck_public_award_amount")),
        sa.CheckConstraint("title <> '' AND description <> ''", name=op.f("ck_public_award_said")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_public_award_application_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_public_award_round_id")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_public_award_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_award")),
        sa.UniqueConstraint("reference", name=op.f("uq_public_award_reference")),
        sa.UniqueConstraint("application_id", name=op.f("uq_public_award_application_id")),
    )
    for name in ("round_id", "title_key", "organisation_name_key"):
        op.create_index(op.f(f"ix_public_award_{name}"), "public_award", [name])
    op.create_index("ix_public_award_newest", "public_award", ["awarded_on", "id"])


def downgrade() -> None:
    op.drop_table("public_award")
