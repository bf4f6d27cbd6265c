"""Panels talk about an application, leave scores out of its mean, and agree a score."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER, TEXT = sa.Integer(), sa.Text()
NOW = sa.text("ended_at IS NULL")
TABLES: dict[str, tuple[tuple[str, ...], dict[str, Any], dict[str, str], dict[str, str]]] = {
    # name: (primary key, columns, what they refer to, checks); a "?" ends what may be missing
    "score_exclusion": (
        ("id",),
        {
            "id": NUMBER, "assignment_id": NUMBER, "criterion_id?": NUMBER, "of_sheet_at": MOMENT,
            "reason": TEXT, "excluded_at": MOMENT, "excluded_by_id": NUMBER,
            "included_at?": MOMENT, "included_by_id?": NUMBER, "included_why": TEXT,
        },
        {
            "assignment_id": "assignment", "criterion_id": "criterion",
            "excluded_by_id": "user_account", "included_by_id": "user_account",
        },
        {"included": "(included_at IS NULL) = (included_by_id IS NULL)"},
    ),
    "moderated_score": (
        ("id",),
        {
            "id": NUMBER, "application_id": NUMBER, "pct": sa.Double(), "rationale": TEXT,
            "mean_then?": sa.Double(), "sheets_then": NUMBER, "agreed_at": MOMENT,
            "agreed_by_id": NUMBER, "ended_at?": MOMENT, "ended_by_id?": NUMBER, "ended_why": TEXT,
        },
        {
            "application_id": "application", "agreed_by_id": "user_account",
            "ended_by_id": "user_account",
        },
        {
            "pct": "pct BETWEEN 0 AND 100",
            "ended": "(ended_at IS NULL) = (ended_by_id IS NULL)",
        },
    ),
    "in_the_room": (
        ("moderated_id", "person_id"),
        {"moderated_id": NUMBER, "person_id": NUMBER, "left_at?": MOMENT},
        {"moderated_id": "moderated_score", "person_id": "user_account"},
        {},
    ),
    "recusal": (
        ("application_id", "person_id"),
        {
            "application_id": NUMBER, "person_id": NUMBER, "kind": sa.String(30), "detail": TEXT,
            "declared_at": MOMENT,
        },
        {"application_id": "application", "person_id": "user_account"},
        {},
    ),
    "round_moderation": (
        ("round_id",),
        {"round_id": NUMBER, "opened_at": MOMENT, "opened_by_id": NUMBER},
        {"round_id": "round", "opened_by_id": "user_account"},
        {},
    ),
    "round_chair": (
        ("id",),
        {
            "id": NUMBER, "round_id": NUMBER, "person_id": NUMBER, "deputy": sa.Boolean(),
            "appointed_at": MOMENT, "appointed_by_id": NUMBER, "ended_at?": MOMENT,
            "ended_by_id?": NUMBER,
        },
        {
            "round_id": "round", "person_id": "user_account", "appointed_by_id": "user_account",
            "ended_by_id": "user_account",
        },
        {"ended": "(ended_at IS NULL) = (ended_by_id IS NULL)"},
    ),
    "panel_remark": (
        ("id",),
        {
            "id": NUMBER, "application_id": NUMBER, "answers_id?": NUMBER, "criterion_id?": NUMBER,
            "question_key": sa.String(80), "author_id": NUMBER, "speaks_as": sa.String(10),
            "alias": sa.String(20), "words": TEXT, "said_at": MOMENT, "changed_at?": MOMENT,
        },
        {
            "application_id": "application", "answers_id": "panel_remark",
            "criterion_id": "criterion", "author_id": "user_account",
        },
        {
            "speaks_as": "speaks_as IN ('assessor', 'chair', 'staff')",
            "alias": "(speaks_as = 'assessor') = (alias <> '')",
            "anchor": "criterion_id IS NULL OR question_key = ''",
        },
    ),
    "panel_remark_before": (
        ("id",),
        {"id": NUMBER, "remark_id": NUMBER, "words": TEXT, "until": MOMENT},
        {"remark_id": "panel_remark"},
        {},
    ),
}  # fmt: skip
INDEXES = (
    ("score_exclusion", "assignment_id"), ("moderated_score", "application_id"),
    ("in_the_room", "person_id"), ("recusal", "person_id"),
    ("round_chair", "person_id"), ("panel_remark", "author_id"),
    ("panel_remark_before", "remark_id"),
)  # fmt: skip


def upgrade() -> None:
    for name, (key, columns, refers, checks) in TABLES.items():
        op.create_table(
            name,
            *(
                sa.Column(column.rstrip("?"), kind, nullable=column.endswith("?"))
                for column, kind in columns.items()
            ),
            *(
                sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{part}"))
                for part, rule in checks.items()
            ),
            *(
                sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{name}_{column}"))
                for column, of in refers.items()
            ),
            sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        )
    for name, column in INDEXES:
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index("ix_panel_remark_application_id", "panel_remark", ["application_id", "id"])
    op.create_index(
        "uq_round_chair_now", "round_chair", ["round_id", "person_id"], unique=True,
        sqlite_where=NOW, postgresql_where=NOW,
    )  # fmt: skip
    for name in ("excluded", "scores_excluded"):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("score_summary", column)
    op.add_column("score_summary", sa.Column("moderated_pct", sa.Double(), nullable=True))


def downgrade() -> None:
    for name in ("excluded", "scores_excluded", "moderated_pct"):
        op.drop_column("score_summary", name)
    for name in reversed(TABLES):
        op.drop_table(name)
