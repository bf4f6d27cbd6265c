"""Complaints about data or service, from anyone, and what was done about each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str, length: int = 0, **kw: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False, **kw)  # type: ignore[arg-type]


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("reference", 20),
        _text("state", 20),
        _text("about", 20),
        _text("name", 200),
        _text("email", 255),
        _text("otherwise"),
        _text("thing", 40),
        _text("person", 200),
        _text("words"),
        _text("wish"),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'acknowledged', 'answered', 'set_aside')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint(
            "about IN ('data', 'service', 'decision', 'other')", name=op.f("ck_complaint_about")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'partly', 'not_upheld')",
            name=op.f("ck_complaint_outcome"),
        ),
        sa.CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL)", name=op.f("ck_complaint_answered")
        ),
        sa.CheckConstraint(
            "(state IN ('answered', 'set_aside')) = (over_at IS NOT NULL)",
            name=op.f("ck_complaint_over_at"),
        ),
        sa.CheckConstraint(
            "forgotten_at IS NOT NULL OR email <> '' OR otherwise <> ''",
            name=op.f("ck_complaint_reachable"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index("ix_complaint_email", "complaint", ["email"])
    op.create_index("ix_complaint_over_at", "complaint", ["over_at"])
    op.create_index("ix_complaint_state_due", "complaint", ["state", "due_at"])
    op.create_table(
        "complaint_named",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_named_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_complaint_named_user_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "user_id", name=op.f("pk_complaint_named")),
    )
    op.create_index("ix_complaint_named_user_id", "complaint_named", ["user_id"])
    op.create_table(
        "complaint_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _text("kind", 20),
        _text("words"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('acknowledged', 'answered', 'set_aside', 'noted', 'named')",
            name=op.f("ck_complaint_step_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_step_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_complaint_step_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
    )
    op.create_index("ix_complaint_step_complaint_id", "complaint_step", ["complaint_id"])
    op.create_index("ix_complaint_step_by_id", "complaint_step", ["by_id"])


def downgrade() -> None:
    op.drop_table("complaint_step")
    op.drop_table("complaint_named")
    op.drop_table("complaint")
