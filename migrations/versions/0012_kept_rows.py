"""What a round comes to is kept in rows: ranking, cover, load, tallies and figures."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AT_A_TIME = 1000


def upgrade() -> None:
    op.create_table(
        "round_line",
        sa.Column("round_id", sa.Integer(), nullable=False),
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
    _table("kept", ["round_id"], "stamp", "done")
    _table("cover", ["application_id"], "round_id", "covered", "stranded")
    op.create_index("ix_cover_round_id", "cover", ["round_id"])
    _table("person_load", ["round_id", "user_id"], "load", "current", "done")
    op.create_index("ix_person_load_user_id", "person_load", ["user_id"])
    op.create_table(
        "round_tally",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("to_assign", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "state", name=op.f("pk_round_tally")),
    )
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "round_figures",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, kind, nullable=False) for name in ("states", "days", "means")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_figures")),
    )
    op.execute("INSERT INTO kept (round_id, stamp, done) SELECT id, 1, 0 FROM round")
    op.create_index("ix_application_round_reference", "application", ["round_id", "reference"])


def downgrade() -> None:
    op.drop_index("ix_application_round_reference", "application")
    for table in ("round_figures", "round_tally", "person_load", "cover", "kept"):
        op.drop_table(table)
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


def _table(name: str, key: list[str], *columns: str) -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.Integer(), autoincrement=False, nullable=False) for column in key),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in columns),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
