"""The panel that an assessor sat on when they began a sheet is kept with it.

Of what was begun before nothing says more than what they sit on now; whoever had answered what a
round offers its lived-experience panel sat there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

_SITS = """
UPDATE assignment SET sat_on = CASE
  WHEN EXISTS (
    SELECT 1 FROM pay_answer
    JOIN pay_offer ON pay_offer.id = pay_answer.offer_id
    JOIN application ON application.round_id = pay_offer.round_id
    WHERE application.id = assignment.application_id
      AND pay_answer.person_id = assignment.assessor_id
  ) OR EXISTS (
    SELECT 1 FROM sheet
    WHERE sheet.assignment_id = assignment.id AND sheet.panel = 'lived_experience'
  ) THEN 'lived_experience'
  ELSE COALESCE(
    (SELECT panel FROM assessor_profile WHERE user_id = assignment.assessor_id), 'professional'
  ) END
WHERE EXISTS (SELECT 1 FROM sheet WHERE sheet.assignment_id = assignment.id)
"""


def upgrade() -> None:
    op.add_column("assignment", sa.Column("sat_on", sa.String(20), nullable=True))
    op.execute(_SITS)


def downgrade() -> None:
    op.drop_column("assignment", "sat_on")
