"""Search over our own postings takes the place of FTS5 and tsvector."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CASE_STUDY = 1


def upgrade() -> None:
    """The texts are kept; `flask prepare` makes their terms, by the code of its day."""
    texts = op.get_bind().execute(
        sa.text("SELECT subject_id, title, body FROM search_document WHERE kind = 'case_study'")
    )
    rows = [{"kind": CASE_STUDY, **row} for row in texts.mappings()]
    op.drop_table("search_document")
    term = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    document = op.create_table(
        "search_document",
        _number("kind"),
        _subject(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_search_document")),
    )
    op.create_table(
        "search_posting",
        _number("kind"),
        sa.Column("term", term, nullable=False),
        _subject(),
        _number("impact"),
        sa.PrimaryKeyConstraint(
            "kind", "term", "subject_id",
            name=op.f("pk_search_posting"), postgresql_include=["impact"],
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_search_posting_subject", "search_posting", ["kind", "subject_id"])
    op.create_table(
        "search_word",
        _number("kind"),
        sa.Column("word", term, nullable=False),
        sa.PrimaryKeyConstraint("kind", "word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    state = op.create_table(
        "search_state",
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("stamp", name=op.f("pk_search_state")),
    )
    if rows:
        op.bulk_insert(document, rows)
        op.bulk_insert(state, [{"stamp": "texts without terms"}])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger(), nullable=False, autoincrement=False)


def _subject() -> sa.Column[int]:
    return sa.Column("subject_id", sa.Integer(), nullable=False, autoincrement=False)


def downgrade() -> None:
    database = op.get_bind()
    texts = database.execute(sa.text("SELECT subject_id, title, body FROM search_document"))
    rows = [dict(row) for row in texts.mappings()]
    for table in ("search_state", "search_word", "search_posting", "search_document"):
        op.drop_table(table)
    if database.dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_document (kind text NOT NULL, subject_id integer NOT NULL, "
            "title text NOT NULL, body text NOT NULL, "
            "vector tsvector GENERATED ALWAYS AS ("
            "setweight(to_tsvector('english', title), 'A') || "
            "setweight(to_tsvector('english', body), 'C')) STORED, "
            "PRIMARY KEY (kind, subject_id))"
        )
        op.execute("CREATE INDEX ix_search_document_vector ON search_document USING gin (vector)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_document USING fts5("
            "kind UNINDEXED, subject_id UNINDEXED, title, body, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    if rows:
        database.execute(
            sa.text(
                "INSERT INTO search_document (kind, subject_id, title, body) "
                "VALUES ('case_study', :subject_id, :title, :body)"
            ),
            rows,
        )
