"""A round may follow another, whose applications are invited on into it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATES = ("draft", "submitted", "in_assessment", "assessed", "awarded", "reserved", "rejected",
          "withdrawn")  # fmt: skip
OUTCOMES = ("fund", "reserve", "reject")
REFERENCES = (("round", "follows_id"), ("application", "continues_id"))


def upgrade() -> None:
    for table, column in REFERENCES:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        _refer(table, column)
        op.create_index(f"ix_{table}_{column}", table, [column], unique=True)
    invited = sa.Column("invite", sa.Integer(), nullable=False, server_default="0")
    op.add_column("decision_release", invited)
    _allow("application", "state", STATES, (*STATES[:4], "invited", *STATES[4:]))
    _allow("decision", "outcome", OUTCOMES, ("invite", *OUTCOMES))


def downgrade() -> None:
    op.execute("UPDATE application SET state = 'reserved' WHERE state = 'invited'")
    op.execute("UPDATE decision SET outcome = 'reserve' WHERE outcome = 'invite'")
    _allow("decision", "outcome", ("invite", *OUTCOMES), OUTCOMES)
    _allow("application", "state", (*STATES[:4], "invited", *STATES[4:]), STATES)
    op.drop_column("decision_release", "invite")
    for table, column in reversed(REFERENCES):
        op.drop_index(f"ix_{table}_{column}", table)
        _refer(table, column, back=True)
        op.drop_column(table, column)


def _refer(table: str, column: str, *, back: bool = False) -> None:
    """To a row of the same table."""
    name = op.f(f"fk_{table}_{column}")
    written = f", CONSTRAINT {name} FOREIGN KEY({column}) REFERENCES {table} (id))"
    if not _on_sqlite() and back:
        op.drop_constraint(name, table, type_="foreignkey")
    elif not _on_sqlite():
        op.create_foreign_key(name, table, table, [column], ["id"])
    elif back:
        _retell(table, written, ")")
    else:
        _retell(table, "", written)


def _allow(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    was, now = (f"{column} IN ({', '.join(map(repr, one))})" for one in (before, after))
    name = op.f(f"ck_{table}_{column}")
    if _on_sqlite():
        _retell(table, was, now)
        return
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, now)


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _retell(table: str, was: str, now: str) -> None:
    """On SQLite, by the text of the table alone, as its documents say for constraints: a copy of
    the table would lose its triggers and its other checks. Without `was`, at its end."""
    bind = op.get_bind()
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    stored = bind.scalar(found, {"name": table}).rstrip()
    if was not in stored or not stored.endswith(")"):
        raise RuntimeError(f"{table} does not say {was}")
    told = stored.replace(was, now) if was else stored[:-1].rstrip() + now
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    change = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name")
    bind.execute(change, {"sql": told, "name": table})
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
