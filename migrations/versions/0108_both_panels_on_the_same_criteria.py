"""What each panel comes to where both score the same criteria, beside the mean of all.

Worked out for what is scored already, by the arithmetic of the day, so that figures are the same to
the last digit as if its sheets had come in now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import fmean
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

LIVED = "lived_experience"
_SCORES = """
SELECT assignment.application_id, assignment.id, assignment.sat_on, application.round_id,
       criterion.key, score.value,
       EXISTS (
         SELECT 1 FROM score_exclusion AS out WHERE out.assignment_id = assignment.id
           AND out.included_at IS NULL AND out.of_sheet_at = assignment.submitted_at
           AND out.criterion_id IS NULL
       ) AS sheet_out,
       EXISTS (
         SELECT 1 FROM score_exclusion AS out WHERE out.assignment_id = assignment.id
           AND out.included_at IS NULL AND out.of_sheet_at = assignment.submitted_at
           AND out.criterion_id = criterion.id
       ) AS score_out
FROM assignment
JOIN application ON application.id = assignment.application_id
JOIN score_summary ON score_summary.application_id = application.id
JOIN sheet ON sheet.assignment_id = assignment.id
JOIN score ON score.sheet_id = sheet.id
JOIN criterion ON criterion.id = score.criterion_id
WHERE assignment.state = 'submitted' AND sheet.panel = '' AND EXISTS (
  SELECT 1 FROM assignment AS other JOIN sheet AS theirs ON theirs.assignment_id = other.id
  WHERE other.application_id = application.id AND other.state = 'submitted'
    AND other.sat_on = 'lived_experience' AND theirs.panel = ''
)
ORDER BY sheet.id
"""
_THRESHOLDS = "SELECT id, threshold_pct FROM round"
_WEIGHTS = (
    "SELECT round_id, key, weight FROM criterion WHERE panel = '' ORDER BY round_id, position, id"
)
_SET = sa.text(
    "UPDATE score_summary SET lived_counted = :n, lived_mean_pct = :lived,"
    " others_mean_pct = :others, panels_part = (panels_part OR :parts) WHERE application_id = :key"
)


def upgrade() -> None:
    for column in (
        sa.Column("lived_counted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lived_mean_pct", sa.Double(), nullable=True),
        sa.Column("others_mean_pct", sa.Double(), nullable=True),
    ):
        op.add_column("score_summary", column)
    rows = _rows()
    if rows:
        op.get_bind().execute(_SET, rows)


def downgrade() -> None:
    for name in ("others_mean_pct", "lived_mean_pct", "lived_counted"):
        op.drop_column("score_summary", name)


def _rows() -> list[dict[str, Any]]:
    bind = op.get_bind()
    weights: dict[int, dict[str, int]] = defaultdict(dict)
    for round_id, key, weight in bind.execute(sa.text(_WEIGHTS)):
        weights[round_id][key] = weight
    thresholds = dict(bind.execute(sa.text(_THRESHOLDS)).all())
    sheets: dict[tuple[int, int], dict[bool, dict[int, dict[str, int | None]]]] = {}
    for found, number, sat_on, round_id, key, value, sheet_out, score_out in bind.execute(
        sa.text(_SCORES)
    ):
        if sheet_out:
            continue
        panels = sheets.setdefault((found, round_id), {True: {}, False: {}})
        scores = panels[sat_on == LIVED].setdefault(number, {})
        scores[key] = None if score_out else value
    rows = []
    for (found, round_id), panels in sheets.items():
        if panels[True]:
            lived, others = (
                _mean([*panels[side].values()], weights[round_id]) for side in (True, False)
            )
            parts = _part(lived, others, thresholds[round_id])
            rows.append(
                {
                    "key": found,
                    "n": len(panels[True]),
                    "lived": lived,
                    "others": others,
                    "parts": parts,
                }
            )
    return rows


def _mean(sheets: Sequence[Mapping[str, int | None]], weights: Mapping[str, int]) -> float | None:
    given = {key: [s[key] for s in sheets if s[key] is not None] for key in weights}
    if not sheets or not all(given.values()):
        return None
    whole = sum(weights.values())
    if any(None in sheet.values() for sheet in sheets):
        return float(
            sum(weights[key] * Fraction(sum(all_), len(all_)) for key, all_ in given.items())
            * 100 / (10 * whole)
        )  # fmt: skip
    totals = [sum(weights[key] * sheet[key] for key in weights) for sheet in sheets]
    return fmean(total * 100 / (10 * whole) for total in totals)


def _part(lived: float | None, others: float | None, threshold: float) -> bool:
    if lived is None or others is None:
        return False
    lived, others = round(lived, 9), round(others, 9)
    across = (lived >= threshold) != (others >= threshold)
    return across or round(abs(lived - others), 9) >= 15
