"""A round's ranking is kept in rows."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AT_A_TIME = 1000


def upgrade() -> None:
    op.create_table(
        "round_line",
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("stamp", "done")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("everything", "ranked", "below", "no_majority")
        ),
        *(
            sa.Column(f"{name}_gbp", sa.BigInteger(), nullable=False)
            for name in ("awarded", "staged", "above", "below")
        ),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("reached", "waiting")),
        sa.Column("ends_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_line_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_line")),
    )
    op.create_table(
        "round_standing",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("tie", sa.Integer(), nullable=False),
        sa.Column("lacking", sa.Integer(), nullable=False),
        sa.Column("takes_gbp", sa.Integer(), nullable=True),
        sa.Column("cumulative_gbp", sa.BigInteger(), nullable=True),
        sa.Column("within_budget", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_round_standing")),
    )
    op.create_index("ix_round_standing_position", "round_standing", ["round_id", "position"])
    op.add_column("score_summary", sa.Column("sort_key", sa.LargeBinary(), nullable=True))
    _keys()
    op.execute(
        "INSERT INTO round_line (round_id, stamp, done, everything, ranked, below, no_majority, "
        "awarded_gbp, staged_gbp, above_gbp, below_gbp, reached, waiting) "
        "SELECT id, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM round"
    )


def downgrade() -> None:
    op.drop_column("score_summary", "sort_key")
    op.drop_table("round_standing")
    op.drop_table("round_line")


def _keys() -> None:
    """As `award.assessment.rules.ordering` makes them."""
    criteria = sa.text(
        "SELECT round_id, key FROM criterion ORDER BY round_id, weight DESC, position, id"
    )
    heaviest: dict[int, list[str]] = defaultdict(list)
    for round_id, key in op.get_bind().execute(criteria):
        heaviest[round_id].append(key)
    summaries = sa.text(
        "SELECT s.application_id, a.round_id, s.mean_pct, s.sd_pct, s.criterion_means "
        "FROM score_summary s JOIN application a ON a.id = s.application_id "
        "WHERE s.mean_pct IS NOT NULL"
    ).columns(criterion_means=sa.JSON())
    _write(
        "UPDATE score_summary SET sort_key = :value WHERE application_id = :key",
        [
            {"key": key, "value": _key(mean, spread, means, heaviest[round_id])}
            for key, round_id, mean, spread, means in op.get_bind().execute(summaries)
        ],
    )


def _key(mean: float, spread: float | None, means: dict[str, float], keys: list[str]) -> bytes:
    last = (1 << 48) - 1
    parts = [last - _whole(value or 0.0) for value in (mean, *(means.get(key) for key in keys))]
    parts.append(last if spread is None else _whole(spread))
    return b"".join(part.to_bytes(6, "big") for part in parts)


def _whole(value: float) -> int:
    return round(round(value, 9) * 1e9)


def _write(statement: str, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_A_TIME):
        op.get_bind().execute(sa.text(statement), rows[start : start + AT_A_TIME])
