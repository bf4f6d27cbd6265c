"""A text of a case study says with which update its stage moved, so that it is none that was sent.

Of those before, it is the text of a revision that says so, and was agreed the moment that it is
from. Rows of the table are frozen: on SQLite its copy lacks the triggers until the step is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

_MOVED = """
UPDATE case_study_version SET moved_by_id = (
  SELECT max(moved.moved_by_id) FROM case_study_revision AS moved
  WHERE moved.case_study_id = case_study_version.case_study_id
    AND moved.sha256 = case_study_version.sha256
)
WHERE EXISTS (
  SELECT 1 FROM case_study_agreement AS said
  WHERE said.version_id = case_study_version.id AND said.agreed_at = case_study_version.sent_at
)
"""


def upgrade() -> None:
    with op.batch_alter_table("case_study_version") as table:
        table.add_column(sa.Column("moved_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_case_study_version_moved_by_id"), "study_update", ["moved_by_id"], ["id"]
        )
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("ALTER TABLE case_study_version DISABLE TRIGGER USER")
    op.execute(_MOVED)
    if postgresql:
        op.execute("ALTER TABLE case_study_version ENABLE TRIGGER USER")


def downgrade() -> None:
    with op.batch_alter_table("case_study_version") as table:
        table.drop_constraint(op.f("fk_case_study_version_moved_by_id"), type_="foreignkey")
        table.drop_column("moved_by_id")
