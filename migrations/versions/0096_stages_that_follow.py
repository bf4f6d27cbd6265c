"""A revision says with which update its stage moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_study_revision") as table:
        table.add_column(sa.Column("moved_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_case_study_revision_moved_by_id"), "study_update", ["moved_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("case_study_revision") as table:
        table.drop_constraint(op.f("fk_case_study_revision_moved_by_id"), type_="foreignkey")
        table.drop_column("moved_by_id")
