"""A saved view may be shared with those who read the same list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("saved_view") as table:
        table.add_column(
            sa.Column("shared_with", sa.String(10), nullable=False, server_default="own")
        )
        table.add_column(sa.Column("shared_of", sa.String(20), nullable=False, server_default=""))
        table.create_check_constraint(
            op.f("ck_saved_view_shared_with"), "shared_with IN ('own', 'team', 'chairs')"
        )


def downgrade() -> None:
    with op.batch_alter_table("saved_view") as table:
        table.drop_constraint(op.f("ck_saved_view_shared_with"), type_="check")
        table.drop_column("shared_of")
        table.drop_column("shared_with")
