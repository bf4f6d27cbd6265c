"""Criteria of the lived-experience panel's own, and what its sheets come to beside the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

SAYS_PANEL = "panel IN ('', 'lived_experience')"


def upgrade() -> None:
    op.add_column("round", sa.Column("panels_named", sa.Boolean(), server_default=sa.false(),
                                     nullable=False))  # fmt: skip
    with op.batch_alter_table("criterion") as criterion:
        criterion.add_column(
            sa.Column("panel", sa.String(20), server_default="", nullable=False)
        )  # fmt: skip
        criterion.create_check_constraint(op.f("ck_criterion_panel"), SAYS_PANEL)
    op.add_column("sheet", sa.Column("panel", sa.String(20), server_default="", nullable=False))
    for column in (
        sa.Column("panel_submitted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("panel_mean_pct", sa.Double(), nullable=True),
        sa.Column("panels_part", sa.Boolean(), server_default=sa.false(), nullable=False),
    ):
        op.add_column("score_summary", column)


def downgrade() -> None:
    for name in ("panels_part", "panel_mean_pct", "panel_submitted"):
        op.drop_column("score_summary", name)
    op.drop_column("sheet", "panel")
    op.execute("DELETE FROM criterion WHERE panel <> ''")
    with op.batch_alter_table("criterion") as criterion:
        criterion.drop_constraint(op.f("ck_criterion_panel"), type_="check")
        criterion.drop_column("panel")
    op.drop_column("round", "panels_named")
