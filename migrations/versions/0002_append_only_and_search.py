"""The full-text index. The triggers of rows that may never change are made after every migration
(`award.foundation.frozen`); this revision once made the first of them."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def _upgrade_postgresql() -> None:
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
    op.execute(
        "CREATE VIRTUAL TABLE search_document USING fts5("
        "kind UNINDEXED, subject_id UNINDEXED, title, body, "
        "tokenize = 'porter unicode61 remove_diacritics 2')"
    )


def downgrade() -> None:
    op.execute("DROP TABLE search_document")
