"""People ask before applying whether an idea fits a round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("idea", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("told", JSON, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'answered', 'set_aside')", name=op.f("ck_enquiry_state")
        ),
        sa.CheckConstraint(
            "(state = 'received') = (over_at IS NULL)", name=op.f("ck_enquiry_over_at")
        ),
        sa.CheckConstraint(
            "forgotten_at IS NOT NULL OR email <> ''", name=op.f("ck_enquiry_reachable")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_enquiry_round_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_enquiry_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("reference", name=op.f("uq_enquiry_reference")),
    )
    op.create_index("ix_enquiry_state_due", "enquiry", ["state", "due_at"])
    op.create_index("ix_enquiry_email_round", "enquiry", ["email", "round_id"])


def downgrade() -> None:
    op.drop_table("enquiry")
