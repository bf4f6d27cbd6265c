"""An enquiry counts once its address is confirmed. Those that came before count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "enquiry", sa.Column("token_digest", sa.String(64), nullable=False, server_default="")
    )
    op.create_index(op.f("ix_enquiry_token_digest"), "enquiry", ["token_digest"])
    _allow(
        ("unconfirmed", "received", "answered", "set_aside"), "state IN ('unconfirmed', 'received')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM enquiry WHERE state = 'unconfirmed'")
    _allow(("received", "answered", "set_aside"), "state = 'received'")
    op.drop_index(op.f("ix_enquiry_token_digest"), "enquiry")
    op.drop_column("enquiry", "token_digest")


def _allow(states: tuple[str, ...], waits: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("enquiry") as table:
        for name in ("state", "over_at"):
            table.drop_constraint(op.f(f"ck_enquiry_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_enquiry_state"), f"state IN ({listed})")
        table.create_check_constraint(op.f("ck_enquiry_over_at"), f"({waits}) = (over_at IS NULL)")
