"""Full-text search: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL, one small adapter.

The index is a table `search_document(kind, subject_id, title, body)` that services write in
the transaction that changes the thing. Who may see what is joined in by the chapter's query.
"""

from __future__ import annotations

import re

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from award.foundation.db import db

_documents = table(
    "search_document", column("kind"), column("subject_id"), column("title"), column("body")
)


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def put(kind: str, subject_id: int, title: str, body: str) -> None:
    """Make the thing findable under these words, in place of those it had."""
    remove(kind, subject_id)
    db.session.execute(
        text(
            "INSERT INTO search_document (kind, subject_id, title, body) "
            "VALUES (:kind, :subject_id, :title, :body)"
        ),
        {"kind": kind, "subject_id": subject_id, "title": title, "body": body},
    )


def remove(kind: str, subject_id: int) -> None:
    """Make the thing unfindable."""
    db.session.execute(
        text("DELETE FROM search_document WHERE kind = :kind AND subject_id = :subject_id"),
        {"kind": kind, "subject_id": subject_id},
    )


def subjects(kind: str) -> list[int]:
    """Ids of everything of this kind that can be found."""
    query = select(_documents.c.subject_id).where(_documents.c.kind == kind)
    return list(db.session.scalars(query))


def words_of(query: str) -> list[str]:
    """The words that count in what a person typed: letters and digits, at most 12."""
    return re.findall(r"\w+", query.lower())[:12]


def matches(kind: str, query: str) -> Select[int, float]:
    """`SELECT subject_id, rank`: things of `kind` that hold every word, the last as a prefix.

    A lower rank is a better match. Join it to a query that already knows what may be seen.
    A query without a word in it matches nothing.
    """
    words = words_of(query)
    subject = literal_column("subject_id", Integer()).label("subject_id")
    if not words:
        return (
            select(subject, literal_column("0.0", Float()).label("rank"))
            .select_from(_documents)
            .where(literal_column("1 = 0"))
        )
    if _dialect() == "sqlite":
        terms = [f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}"*']
        return (
            select(
                subject,
                literal_column("bm25(search_document, 0, 0, 8.0, 1.0)", Float()).label("rank"),
            )
            .select_from(_documents)
            .where(text("search_document MATCH :fts").bindparams(fts=" AND ".join(terms)))
            .where(_documents.c.kind == kind)
        )
    asked = func.to_tsquery("english", " & ".join([*words[:-1], f"{words[-1]}:*"]))
    vector: ColumnElement[str] = literal_column("vector", String())
    return (
        select(subject, (-func.ts_rank(vector, asked)).label("rank"))
        .select_from(_documents)
        .where(vector.op("@@")(asked))
        .where(_documents.c.kind == kind)
    )
