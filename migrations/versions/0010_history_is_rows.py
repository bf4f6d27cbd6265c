"""What pages show of the past gets tables of its own: texts sent and agreed, releases, changes of a
round. Filled from the audit trail, which will no longer hold anybody's words."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CONTENT = (
    "problem", "how_might_we", "project", "how_ai_works", "data_and_privacy", "people_involved",
    "impact", "lessons_and_limits", "whats_next", "who_was_involved", "title", "summary", "contact",
    "atrs_url", "stage", "evidence_level", "region", "organisation_name", "organisation_type",
    "award_line", "settings", "beneficiaries", "capabilities",
)  # fmt: skip
LISTS = ("settings", "beneficiaries", "capabilities")


def upgrade() -> None:
    op.create_table(
        "case_study_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_case_study_version_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_case_study_version_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_version")),
        sa.UniqueConstraint(
            "case_study_id", "number", name=op.f("uq_case_study_version_case_study_id_number")
        ),
    )
    op.create_table(
        "case_study_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["case_study_version.id"],
            name=op.f("fk_case_study_agreement_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["user_account.id"], name=op.f("fk_case_study_agreement_agreed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_agreement")),
    )
    op.create_index(
        op.f("ix_case_study_agreement_version_id"), "case_study_agreement", ["version_id"]
    )
    op.create_table(
        "case_study_edit",
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_case_study_edit_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["user_account.id"], name=op.f("fk_case_study_edit_editor_id")
        ),
        sa.PrimaryKeyConstraint("case_study_id", "field", name=op.f("pk_case_study_edit")),
    )
    op.create_table(
        "decision_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("fund", "reserve", "reject", "emailed", "awarded_gbp", "sheets_closed")
        ),
        sa.Column("over_budget_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_decision_release_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["user_account.id"], name=op.f("fk_decision_release_released_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_release")),
    )
    op.create_index(op.f("ix_decision_release_round_id"), "decision_release", ["round_id"])
    op.create_table(
        "round_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_change_round_id")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_round_change_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_change")),
    )
    op.create_index(op.f("ix_round_change_round_id"), "round_change", ["round_id"])
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("handed_over_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_hand_over_application_id")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["user_account.id"], name=op.f(f"fk_hand_over_{name}"))
            for name in ("from_id", "to_id", "handed_over_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_application_id"), "hand_over", ["application_id"])
    _case_studies()
    _releases()
    _round_changes()
    _hand_overs()


def downgrade() -> None:
    for table in (
        "hand_over",
        "round_change",
        "decision_release",
        "case_study_edit",
        "case_study_agreement",
        "case_study_version",
    ):
        op.drop_table(table)


EVENT = sa.table(
    "audit_event",
    sa.column("id", sa.Integer()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer()),
    sa.column("verb", sa.String()),
    sa.column("subject_id", sa.Integer()),
    sa.column("changes", Json),
)


def _events(*verbs: str) -> Iterator[Any]:
    query = sa.select(EVENT).where(EVENT.c.verb.in_(verbs), EVENT.c.subject_id.is_not(None))
    yield from op.get_bind().execute(query.order_by(EVENT.c.id)).all()


def _table(name: str, *columns: str, dated: str, json: str = "") -> sa.TableClause:
    return sa.table(
        name,
        *(sa.column(one, sa.Integer()) for one in columns),
        sa.column(dated, sa.DateTime(timezone=True)),
        *([sa.column(json, Json)] if json else []),
    )


def _case_studies() -> None:
    """The text of each sending is the present one with every later edit undone; where that doesn't
    come to the SHA-256 that was kept, only the SHA-256 is."""
    bind = op.get_bind()
    study = sa.table(
        "case_study",
        sa.column("id", sa.Integer()),
        *(sa.column(name, Json if name in LISTS else sa.Text()) for name in CONTENT),
    )
    of_study = defaultdict(list)
    for event in _events("case_study.edit", "case_study.send_to_applicant", "case_study.agree"):
        of_study[event.subject_id].append(event)
    version = _table(
        "case_study_version", "id", "case_study_id", "number", "sent_by_id",
        dated="sent_at", json="content",
    )  # fmt: skip
    version.append_column(sa.column("sha256", sa.String()))  # type: ignore[no-untyped-call]
    agreement = _table("case_study_agreement", "version_id", "agreed_by_id", dated="agreed_at")
    edit = _table("case_study_edit", "case_study_id", "editor_id", dated="edited_at")
    edit.append_column(sa.column("field", sa.String()))  # type: ignore[no-untyped-call]
    next_id = 1
    for row in bind.execute(sa.select(study).order_by(study.c.id)).all():
        events = of_study[row.id]
        texts = _texts_sent({name: getattr(row, name) for name in CONTENT}, events)
        edited: dict[str, Any] = {}
        number = 0
        for event in events:
            if event.verb == "case_study.edit":
                edited |= {key: event for key in event.changes if key in CONTENT}
            elif event.verb == "case_study.send_to_applicant":
                number += 1
                values = {
                    "id": next_id, "case_study_id": row.id, "number": number,
                    "content": texts[event.id], "sha256": event.changes.get("sha256") or "",
                    "sent_at": event.at, "sent_by_id": event.actor_id,
                }  # fmt: skip
                bind.execute(sa.insert(version).values(values))
                next_id += 1
            elif number:
                bind.execute(
                    sa.insert(agreement).values(
                        version_id=next_id - 1, agreed_at=event.at, agreed_by_id=event.actor_id
                    )
                )
        for key, event in edited.items():
            bind.execute(
                sa.insert(edit).values(
                    case_study_id=row.id, field=key, editor_id=event.actor_id, edited_at=event.at
                )
            )
    if bind.dialect.name == "postgresql" and next_id > 1:
        op.execute(
            "SELECT setval(pg_get_serial_sequence('case_study_version', 'id'), "
            "(SELECT max(id) FROM case_study_version))"
        )


def _texts_sent(now: dict[str, Any], events: list[Any]) -> dict[int, dict[str, Any] | None]:
    found: dict[int, dict[str, Any] | None] = {}
    text = dict(now)
    for event in reversed(events):
        if event.verb == "case_study.edit":
            text |= {
                key: change[0]
                for key, change in event.changes.items()
                if key in CONTENT and isinstance(change, list) and len(change) == 2
            }
        elif event.verb == "case_study.send_to_applicant":
            fits = _sha256(text) == event.changes.get("sha256")
            found[event.id] = dict(text) if fits else None
    return found


def _sha256(value: Any) -> str:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _releases() -> None:
    counts = ("fund", "reserve", "reject", "emailed", "awarded_gbp", "sheets_closed")
    table = _table("decision_release", "round_id", "released_by_id", *counts, dated="released_at")
    table.append_column(sa.column("over_budget_because", sa.Text()))  # type: ignore[no-untyped-call]
    for event in _events("round.release_decisions"):
        because = event.changes.get("over_budget_because")
        op.get_bind().execute(
            sa.insert(table).values(
                round_id=event.subject_id,
                released_by_id=event.actor_id,
                released_at=event.at,
                over_budget_because=because if isinstance(because, str) else "",
                **{name: event.changes.get(name) or 0 for name in counts},
            )
        )


def _round_changes() -> None:
    table = _table("round_change", "round_id", "changed_by_id", dated="changed_at", json="changes")
    table.append_column(sa.column("reason", sa.Text()))  # type: ignore[no-untyped-call]
    for event in _events("round.update"):
        changes = dict(event.changes)
        reason = (changes.pop("reason", None) or [None, ""])[-1]
        op.get_bind().execute(
            sa.insert(table).values(
                round_id=event.subject_id,
                changed_by_id=event.actor_id,
                changed_at=event.at,
                reason=reason if isinstance(reason, str) else "",
                changes={key: value for key, value in changes.items() if key != "digest"},
            )
        )


def _hand_overs() -> None:
    """The event named both people by their addresses."""
    accounts = sa.table(
        "user_account", sa.column("id", sa.Integer()), sa.column("email", sa.String())
    )
    known = {row.email: row.id for row in op.get_bind().execute(sa.select(accounts))}
    table = _table(
        "hand_over", "application_id", "from_id", "to_id", "handed_over_by_id",
        dated="handed_over_at",
    )  # fmt: skip
    table.append_column(sa.column("reason", sa.Text()))  # type: ignore[no-untyped-call]
    for event in _events("application.hand_over"):
        people = [known.get(one, one) for one in event.changes.get("lead", [])]
        reason = event.changes.get("reason")
        if len(people) == 2 and all(isinstance(one, int) for one in people):
            op.get_bind().execute(
                sa.insert(table).values(
                    application_id=event.subject_id,
                    from_id=people[0],
                    to_id=people[1],
                    handed_over_by_id=event.actor_id,
                    handed_over_at=event.at,
                    reason=reason if isinstance(reason, str) else "",
                )
            )
