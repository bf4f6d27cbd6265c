"""Who doesn't answer is reminded, and let go of: challenges asked back, shared projects to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("draft", "unconfirmed", "received", "changes", "taken_on", "declined", "withdrawn")
OVER = ("taken_on", "declined", "withdrawn")


def upgrade() -> None:
    op.add_column("challenge", sa.Column("reminded_at", MOMENT, nullable=True))
    op.add_column("share", sa.Column("reminded_at", MOMENT, nullable=True))
    _check((*STATES, "lapsed"), (*OVER, "lapsed"))


def downgrade() -> None:
    op.execute("UPDATE share SET state = 'withdrawn' WHERE state = 'lapsed'")
    _check(STATES, OVER)
    op.drop_column("share", "reminded_at")
    op.drop_column("challenge", "reminded_at")


def _check(states: tuple[str, ...], over: tuple[str, ...]) -> None:
    with op.batch_alter_table("share") as table:
        for name, condition in (
            ("state", f"state IN ({_listed(states)})"),
            ("over", f"(state IN ({_listed(over)})) = (over_at IS NOT NULL)"),
        ):
            table.drop_constraint(op.f(f"ck_share_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_share_{name}"), condition)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
