"""When each person last signed in is kept after the sign-in is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_sign_in",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_last_sign_in_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_last_sign_in")),
    )
    op.execute(  # as the trail has it; whoever closed their account is in it without it
        "INSERT INTO last_sign_in (user_id, at) "
        "SELECT e.subject_id, max(e.at) FROM audit_event e "
        "JOIN user_account u ON u.id = e.subject_id AND u.active "
        "WHERE e.verb = 'user_account.sign_in' AND e.subject_kind = 'user_account' "
        "GROUP BY e.subject_id"
    )


def downgrade() -> None:
    op.drop_table("last_sign_in")
