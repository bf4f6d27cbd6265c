"""Files of a first stage are carried over into the second: two rows then know of the same bytes.
And who was told that the second stage is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNIQUE = "uq_stored_file_lies_at"
INDEXES = (("application_id", ["application_id"]), ("state", ["state", "due_at"]))


def upgrade() -> None:
    _let_share(True)
    op.create_index("ix_stored_file_lies_at", "stored_file", ["lies_at"])
    op.create_table(
        "opening_told",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_opening_told_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_opening_told")),
    )


def downgrade() -> None:
    op.drop_table("opening_told")
    op.drop_index("ix_stored_file_lies_at", "stored_file")
    op.execute(
        "DELETE FROM stored_file WHERE id NOT IN (SELECT min(id) FROM stored_file GROUP BY lies_at)"
    )
    _let_share(False)


def _let_share(share: bool) -> None:
    """On SQLite by a table of the same text but for that, since its constraints can't be dropped
    and what makes a copy of a table knows nothing of its checks. Nothing refers to it, and nothing
    is triggered by it."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        if share:
            op.drop_constraint(UNIQUE, "stored_file", type_="unique")
        else:
            op.create_unique_constraint(UNIQUE, "stored_file", ["lies_at"])
        return
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'stored_file'")
    text = bind.scalar(found).rstrip()
    said = f"CONSTRAINT {UNIQUE} UNIQUE (lies_at)"
    if share:
        text = _without(text, said)
    else:
        text = f"{text[:-1].rstrip()}, {said})"
    for name, _columns in INDEXES:
        op.drop_index(f"ix_stored_file_{name}", "stored_file")
    bind.exec_driver_sql("ALTER TABLE stored_file RENAME TO stored_file_before")
    bind.exec_driver_sql(text)
    bind.exec_driver_sql("INSERT INTO stored_file SELECT * FROM stored_file_before")
    bind.exec_driver_sql("DROP TABLE stored_file_before")
    for name, columns in INDEXES:
        op.create_index(f"ix_stored_file_{name}", "stored_file", columns)


def _without(text: str, said: str) -> str:
    """It stands last, or behind a comma."""
    before, found, after = text.partition(said)
    if not found:
        raise RuntimeError(f"stored_file does not say {said}")
    return before.rstrip().removesuffix(",") + after
