"""People work on an application that another person leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "collaborator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("offered_lead_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("role IN ('editor', 'viewer')", name=op.f("ck_collaborator_role")),
        sa.CheckConstraint(
            "state IN ('invited', 'accepted', 'declined', 'revoked', 'removed', 'left', 'leads')",
            name=op.f("ck_collaborator_state"),
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR person_id IS NOT NULL", name=op.f("ck_collaborator_accepted")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) = (accepted_at IS NULL)", name=op.f("ck_collaborator_accepted_at")
        ),
        sa.CheckConstraint(
            "(state IN ('invited', 'accepted')) = (ended_at IS NULL)",
            name=op.f("ck_collaborator_ended_at"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_collaborator_{column}"))
            for column, target in (
                ("application_id", "application.id"),
                ("person_id", "user_account.id"),
                ("invited_by_id", "user_account.id"),
                ("ended_by_id", "user_account.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaborator")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_collaborator_token_digest")),
    )
    op.create_index(
        "ix_collaborator_application_state", "collaborator", ["application_id", "state"]
    )
    op.create_index("ix_collaborator_email", "collaborator", ["email"])
    op.create_index("ix_collaborator_person_id", "collaborator", ["person_id"])
    op.create_index("ix_collaborator_invited_by_id", "collaborator", ["invited_by_id"])


def downgrade() -> None:
    op.drop_table("collaborator")
