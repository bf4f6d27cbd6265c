"""What lived-experience assessors are offered, what they answer, and what they claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "pay_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sheet_pence", sa.Integer(), nullable=False),
        sa.Column("hour_pence", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("expenses", sa.Text(), nullable=False),
        sa.Column("benefits", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("sheet_pence >= 0 AND hour_pence >= 0", name=op.f("ck_pay_offer_rates")),
        _key("pay_offer", "round_id", "round"),
        _key("pay_offer", "written_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_offer")),
        sa.UniqueConstraint("round_id", name=op.f("uq_pay_offer_round_id")),
    )
    op.create_table(
        "pay_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("offered", JSON, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.CheckConstraint("answer IN ('paid', 'unpaid')", name=op.f("ck_pay_answer_answer")),
        _key("pay_answer", "offer_id", "pay_offer"),
        _key("pay_answer", "person_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_answer")),
    )
    op.create_index("ix_pay_answer_offer_id", "pay_answer", ["offer_id"])
    op.create_index("ix_pay_answer_person_id", "pay_answer", ["person_id", "offer_id", "id"])
    op.create_table(
        "pay_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("sheets_pence", sa.Integer(), nullable=False),
        sa.Column("meeting_hundredths", sa.Integer(), nullable=False),
        sa.Column("meetings_pence", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.String(200), nullable=False),
        sa.Column("expenses_pence", sa.Integer(), nullable=False),
        sa.Column("expenses_note", sa.Text(), nullable=False),
        sa.Column("total_pence", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("paid_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'sent_back', 'paid', 'taken_back')",
            name=op.f("ck_pay_claim_state"),
        ),
        sa.CheckConstraint(
            "sheets >= 0 AND meeting_hundredths >= 0 AND expenses_pence >= 0",
            name=op.f("ck_pay_claim_amounts"),
        ),
        sa.CheckConstraint(
            "total_pence = sheets_pence + meetings_pence + expenses_pence",
            name=op.f("ck_pay_claim_total"),
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_at IS NOT NULL)", name=op.f("ck_pay_claim_paid")
        ),
        _key("pay_claim", "round_id", "round"),
        _key("pay_claim", "person_id", "user_account"),
        _key("pay_claim", "decided_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_claim")),
        sa.UniqueConstraint("reference", name=op.f("uq_pay_claim_reference")),
    )
    for column in ("round_id", "person_id"):
        op.create_index(f"ix_pay_claim_{column}", "pay_claim", [column])
    op.create_index("ix_pay_claim_state", "pay_claim", ["state", "made_at"])
    op.create_table(
        "pay_sheet",
        sa.Column("assignment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        _key("pay_sheet", "assignment_id", "assignment"),
        _key("pay_sheet", "claim_id", "pay_claim"),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_pay_sheet")),
    )
    op.create_index("ix_pay_sheet_claim_id", "pay_sheet", ["claim_id"])


def downgrade() -> None:
    for table in ("pay_sheet", "pay_claim", "pay_answer", "pay_offer"):
        op.drop_table(table)
