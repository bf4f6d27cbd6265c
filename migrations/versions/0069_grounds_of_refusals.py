"""Every refusal has a ground. Those from before get what the scores and the money say of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

GROUNDS = ("threshold", "majority", "money", "places", "sheets", "scope", "ineligible", "support",
           "unrecorded")  # fmt: skip
LISTED = ", ".join(f"'{ground}'" for ground in GROUNDS)
CHECKS = {
    "ground": f"ground IS NULL OR ground IN ({LISTED})",
    "ground_of_refusal": "ground IS NULL OR outcome = 'reject'",
    "ground_released": "ground IS NOT NULL OR outcome <> 'reject' OR state <> 'released'",
}


def _table(name: str, *columns: str) -> Any:
    return sa.table(name, *(sa.column(column) for column in columns))


def upgrade() -> None:
    op.add_column("decision", sa.Column("ground", sa.String(10), nullable=True))
    op.add_column(
        "decision",
        sa.Column("words_for_applicant", sa.Text(), nullable=False, server_default=""),
    )
    _fill()
    with op.batch_alter_table("decision") as table:
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_decision_{name}"), condition)


def _fill() -> None:
    """Where the kept scores are behind, or neither scores nor money say why, a released refusal is
    not recorded, and a staged one has no ground until somebody chooses it."""
    decision = _table("decision", "id", "application_id", "outcome", "state", "ground")
    known = (
        sa.select(_ground())
        .select_from(APPLICATION.join(ROUND, ROUND.c.id == APPLICATION.c.round_id))
        .join(KEPT, KEPT.c.round_id == ROUND.c.id)
        .outerjoin(SUMMARY, SUMMARY.c.application_id == APPLICATION.c.id)
        .where(APPLICATION.c.id == decision.c.application_id, KEPT.c.stamp == KEPT.c.done)
        .scalar_subquery()
    )
    refused = decision.c.outcome == "reject"
    op.execute(sa.update(decision).where(refused).values(ground=known))
    op.execute(
        sa.update(decision)
        .where(refused, decision.c.state == "released", decision.c.ground.is_(None))
        .values(ground="unrecorded")
    )


APPLICATION = _table("application", "id", "round_id", "amount_requested_gbp")
ROUND = _table("round", "id", "follows_id", "min_assessments", "threshold_pct", "budget_gbp")
KEPT = _table("kept", "round_id", "stamp", "done")
SUMMARY = _table("score_summary", "application_id", "submitted", "excluded", "mean_pct",
                 "moderated_pct", "in_scope_yes", "recommend_yes")  # fmt: skip


def _ground() -> Any:
    s, bid, call = SUMMARY.c, APPLICATION.c, ROUND.c
    other, award, theirs = (
        ROUND.alias("following"), _table("decision", "application_id", "outcome", "amount_gbp")
        .alias("award"), APPLICATION.alias("theirs"),
    )  # fmt: skip
    followed = sa.exists().where(other.c.follows_id == call.id).correlate(ROUND)
    promised = (
        sa.select(sa.func.coalesce(sa.func.sum(award.c.amount_gbp), 0))
        .select_from(award.join(theirs, theirs.c.id == award.c.application_id))
        .where(theirs.c.round_id == call.id, award.c.outcome == "fund")
        .correlate(ROUND)
        .scalar_subquery()
    )
    counted = s.submitted - s.excluded
    score = sa.func.coalesce(s.moderated_pct, s.mean_pct)
    none = sa.func.coalesce(s.submitted, 0) < call.min_assessments
    return sa.case(
        (sa.or_(none, s.mean_pct.is_(None)), "sheets"),
        (score < call.threshold_pct - 0.5e-9, "threshold"),
        (sa.or_(s.in_scope_yes * 2 <= counted, s.recommend_yes * 2 <= counted), "majority"),
        (followed, "places"),
        (promised + sa.func.coalesce(bid.amount_requested_gbp, 0) > call.budget_gbp, "money"),
    )


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_decision_{name}"), type_="check")
    op.drop_column("decision", "words_for_applicant")
    op.drop_column("decision", "ground")
