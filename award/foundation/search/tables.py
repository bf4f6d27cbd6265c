"""The index: what is found, its terms, and the words that people could have meant."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)

from award.foundation import public_version
from award.foundation.db import Base
from award.foundation.search.tokens import LONGEST

_Term = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")


class Kind(NamedTuple):
    """A kind of thing that is searched, under a number of its own that never changes."""

    number: int


def _number(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False, autoincrement=False)


def _subject() -> Column[int]:
    return Column("subject_id", Integer, nullable=False, autoincrement=False)


document = Table(
    "search_document",
    Base.metadata,
    _number("kind"),
    _subject(),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("kind", "subject_id"),
    info=public_version.shown(),
)

posting = Table(
    "search_posting",
    Base.metadata,
    _number("kind"),
    Column("term", _Term, nullable=False),
    _subject(),
    _number("impact"),
    PrimaryKeyConstraint("kind", "term", "subject_id", postgresql_include=["impact"]),
    Index("ix_search_posting_subject", "kind", "subject_id"),
    sqlite_with_rowid=False,
    info=public_version.shown(),
)

word = Table(
    "search_word",
    Base.metadata,
    _number("kind"),
    Column("word", _Term, nullable=False),
    PrimaryKeyConstraint("kind", "word"),
    sqlite_with_rowid=False,
    info=public_version.shown(),
)

state = Table(
    "search_state",
    Base.metadata,
    Column("stamp", String(64), primary_key=True),
    info=public_version.shown(),
)
