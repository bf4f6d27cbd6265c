"""A second person confirms what is staged where the round asks for it, and a decision can be held
back from a release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

CHECKS = {
    "confirmed": "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)",
    "two_people": "confirmed_by_id IS NULL OR confirmed_by_id <> decided_by_id",
    "held": "held_because = '' OR state = 'staged'",
}


def upgrade() -> None:
    op.execute(
        "ALTER TABLE round ADD COLUMN deciders VARCHAR(10) DEFAULT 'one' NOT NULL "
        "CONSTRAINT ck_round_deciders CHECK (deciders IN ('one', 'two'))"
    )
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("held_because", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_decision_confirmed_by_id"), "user_account", ["confirmed_by_id"], ["id"]
        )
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_decision_{name}"), condition)


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_decision_{name}"), type_="check")
        table.drop_constraint(op.f("fk_decision_confirmed_by_id"), type_="foreignkey")
        table.drop_column("confirmed_at")
        table.drop_column("confirmed_by_id")
        table.drop_column("held_because")
    op.drop_column("round", "deciders")
