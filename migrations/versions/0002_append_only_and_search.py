"""Rows that may never change, and the full-text index: what the models can't express."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = (
    "audit_event",
    "state_change",
    "submission",
    "question_set_version",
    "case_study_revision",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def _upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME; END $$"
    )
    for table in FROZEN:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TABLE search_document (kind text NOT NULL, subject_id integer NOT NULL, "
        "title text NOT NULL, body text NOT NULL, "
        "vector tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('english', title), 'A') || "
        "setweight(to_tsvector('english', body), 'C')) STORED, "
        "PRIMARY KEY (kind, subject_id))"
    )
    op.execute("CREATE INDEX ix_search_document_vector ON search_document USING gin (vector)")


def _upgrade_sqlite() -> None:
    for table in FROZEN:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
            )
    op.execute(
        "CREATE VIRTUAL TABLE search_document USING fts5("
        "kind UNINDEXED, subject_id UNINDEXED, title, body, "
        "tokenize = 'porter unicode61 remove_diacritics 2')"
    )


def downgrade() -> None:
    op.execute("DROP TABLE search_document")
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FROZEN:
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
        else:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_frozen_{verb}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
