"""An assignment may be closed: the application was decided or withdrawn before it was scored."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("to_declare", "to_score", "submitted", "conflicted", "declined", "voided", "removed")
AFTER = (*BEFORE, "closed")


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("UPDATE assignment SET state = 'removed' WHERE state = 'closed'")
    _allow(BEFORE)


def _allow(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("assignment") as table:
        table.drop_constraint(op.f("ck_assignment_state"), type_="check")
        table.create_check_constraint(op.f("ck_assignment_state"), f"state IN ({listed})")
