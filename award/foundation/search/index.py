"""Keeping the index: in the transaction of the service that changes the thing.

Only what differs is written. New words are inserted in order and none twice, so that two writers
who bring the same words wait for each other and don't deadlock.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, delete, insert, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from award.foundation import folding, kept, names
from award.foundation.copying import copy
from award.foundation.db import db
from award.foundation.many import among, on_postgresql
from award.foundation.search import synonyms, tables, tokens
from award.foundation.search.tables import Kind

USUAL_LENGTH = 700
"""Words of an ordinary text. A constant, where BM25 has the mean: else one text that changes
would change the weight of all."""
TITLE_WEIGHT = 5
AT_A_TIME = 200
_SHORTEST_WORD = 3


class Content(NamedTuple):
    """What the index holds of a text: how much each term says of it, and the words in it."""

    impacts: dict[str, int]
    words: frozenset[str]


def content_of(title: str, body: str) -> Content:
    """The same whatever else is indexed; impacts are whole numbers, so that both databases add
    them up to the same."""
    counts: Counter[str] = Counter()
    words: set[str] = set()
    length = 0
    for text, weight in ((title, TITLE_WEIGHT), (body, 1)):
        found = list(tokens.tokens(text))
        for token in found:
            counts[token.term] += weight
            length += not token.joined
            if len(token.word) >= _SHORTEST_WORD and len(token.word) <= tokens.LONGEST:
                words.add(token.word)
        for concept in synonyms.concepts(found):
            counts[concept.term] += weight
    damping = 1.2 * (0.5 + 0.5 * length / USUAL_LENGTH)
    impacts = {term: round(1000 * n * 2.2 / (n + damping)) for term, n in counts.items()}
    return Content(impacts, frozenset(words))


def put(kind: Kind, subject_id: int, title: str, body: str) -> None:
    """Make the thing findable under these words, in place of those it had."""
    put_all(kind, [(subject_id, title, body)])


def put_all(kind: Kind, documents: Sequence[tuple[int, str, str]]) -> None:
    """The same for several (id, title, body) at once, no more than fit in memory: it costs far less
    than one by one, since what they have alike lies together."""
    if not _made_by():
        _insert(tables.state, [{"stamp": stamp()}])
    number = kind.number
    rows = [
        {"kind": number, "subject_id": subject_id, "title": title, "body": body}
        for subject_id, title, body in sorted(documents)
    ]
    _insert(tables.document, rows, renew=("title", "body"))
    _write(number, {key: content_of(title, body) for key, title, body in documents})


def _write(kind: int, contents: Mapping[int, Content]) -> None:
    """By ids of the things. In the order of terms, as they lie: of postings in the order of things
    each is on another page, which a large index makes wait for the disk."""
    row = tables.posting.c
    query = select(row.term, row.subject_id).where(
        row.kind == kind, among(row.subject_id, contents)
    )
    before = {(term, subject_id) for term, subject_id in db.session.execute(query)}
    now = {
        (term, subject_id): impact
        for subject_id, content in contents.items()
        for term, impact in content.impacts.items()
    }
    this = (row.kind == kind, row.term == bindparam("a"), row.subject_id == bindparam("b"))
    if gone := [{"a": term, "b": subject_id} for term, subject_id in sorted(before - now.keys())]:
        db.session.connection().execute(delete(tables.posting).where(*this), gone)
    new = [
        {"kind": kind, "term": term, "subject_id": subject_id, "impact": now[term, subject_id]}
        for term, subject_id in sorted(now)
    ]
    _insert(tables.posting, new, renew=("impact",))
    words = sorted({word for content in contents.values() for word in content.words})
    _insert(tables.word, [{"kind": kind, "word": word} for word in words])


def _insert(table: Table, rows: list[dict[str, Any]], renew: tuple[str, ...] = ()) -> None:
    """Rows in the order given; one that is there already keeps all but the columns to renew."""
    if not rows:
        return
    dialect = postgresql if on_postgresql() else sqlite
    wanted = dialect.insert(table)
    if renew:
        changes = {name: wanted.excluded[name] for name in renew}
        statement = wanted.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_=changes,
            where=or_(*(table.c[name] != value for name, value in changes.items())),
        )
    else:
        statement = wanted.on_conflict_do_nothing()
    db.session.execute(statement, rows)


def remove(kind: Kind, subject_id: int) -> None:
    """Make the thing unfindable."""
    for table in (tables.posting, tables.document):
        db.session.execute(
            delete(table).where(table.c.kind == kind.number, table.c.subject_id == subject_id)
        )


def texts(kind: Kind) -> Iterator[tuple[int, str, str]]:
    """(id, title, body) of everything of this kind that can be found."""
    row = tables.document.c
    query = select(row.subject_id, row.title, row.body).where(row.kind == kind.number)
    for found in db.session.execute(query.execution_options(yield_per=AT_A_TIME)):
        yield found.subject_id, found.title, found.body


def bulk_rows(
    kind: Kind, documents: Iterable[tuple[int, str, str]]
) -> dict[Table, list[dict[str, Any]]]:
    """Rows of the index for (id, title, body) of things that are not in it yet, for a bulk load:
    in order, words once. Words that are there already are for the loader to leave out."""
    rows: dict[Table, list[dict[str, Any]]] = {tables.document: [], tables.posting: []}
    words: set[str] = set()
    for subject_id, title, body in documents:
        here = {"kind": kind.number, "subject_id": subject_id}
        rows[tables.document].append({**here, "title": title, "body": body})
        content = content_of(title, body)
        words |= content.words
        rows[tables.posting] += [
            {**here, "term": term, "impact": n} for term, n in content.impacts.items()
        ]
    rows[tables.posting].sort(key=lambda row: (row["term"], row["subject_id"]))
    rows[tables.word] = [{"kind": kind.number, "word": word} for word in sorted(words)]
    return rows


def load(kind: Kind, documents: Iterable[tuple[int, str, str]]) -> None:
    """`bulk_rows`, inserted."""
    if not _made_by():
        _insert(tables.state, [{"stamp": stamp()}])
    for table, rows in bulk_rows(kind, documents).items():
        if on_postgresql() and table is not tables.word:
            copy(db.session.connection(), table, rows)
        else:
            _insert(table, rows)


@cache
def stamp() -> str:
    """Of all that decides which terms a text has: our own code, the stemmer, the synonyms."""
    digest = hashlib.sha256(metadata.version("snowballstemmer").encode())
    for module in (folding, tokens, synonyms):
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(synonyms.FILE.read_bytes())
    digest.update(f"{USUAL_LENGTH} {TITLE_WEIGHT} {_SHORTEST_WORD}".encode())
    return digest.hexdigest()


def outdated() -> bool:
    """The index was made in another way than texts and questions are read now."""
    return _made_by() not in ([], [stamp()])


def _made_by() -> list[str]:
    """The stamp of the index; none while nothing was ever put into it."""
    return list(db.session.scalars(select(tables.state.c.stamp)))


def rebuild() -> Iterator[int]:
    """Make the index again from its texts, and the keys of names: a part for each step, which the
    caller commits; how many texts so far. Searching goes on meanwhile."""
    if names.make_again():
        kept.touch_all()
    row = tables.document.c
    place, done = (-1, -1), 0
    words: set[tuple[int, str]] = set()
    while True:
        kind, subject = place
        rows = db.session.execute(
            select(row.kind, row.subject_id, row.title, row.body)
            .where(tuple_(row.kind, row.subject_id) > tuple_(kind, subject))
            .order_by(row.kind, row.subject_id)
            .limit(AT_A_TIME)
        ).all()
        if not rows:
            break
        for number, some in groupby(rows, key=attrgetter("kind")):
            contents = {one.subject_id: content_of(one.title, one.body) for one in some}
            words |= {(number, word) for each in contents.values() for word in each.words}
            _write(number, contents)
        place, done = (rows[-1].kind, rows[-1].subject_id), done + len(rows)
        yield done
    _forget_words(words)
    db.session.execute(delete(tables.state))
    db.session.execute(insert(tables.state), {"stamp": stamp()})
    yield done


def _forget_words(used: set[tuple[int, str]]) -> None:
    """Take out the words that no text has any more."""
    row = tables.word.c
    known = {(kind, word) for kind, word in db.session.execute(select(row.kind, row.word))}
    for kind, word in sorted(known - used):
        db.session.execute(delete(tables.word).where(row.kind == kind, row.word == word))


def faults() -> Iterator[str]:
    """Where the index is not what its texts make it."""
    if outdated():
        yield "the index was made in another way: run flask search rebuild"
    row = tables.posting.c
    text = tables.document.c
    seen: set[tuple[int, int]] = set()
    query = select(text.kind, text.subject_id, text.title, text.body)
    for kind, subject_id, title, body in db.session.execute(query).yield_per(AT_A_TIME):
        seen.add((kind, subject_id))
        mine = select(row.term, row.impact).where(row.kind == kind, row.subject_id == subject_id)
        stored = {found.term: found.impact for found in db.session.execute(mine)}
        if stored != content_of(title, body).impacts:
            yield f"text {subject_id} of kind {kind}: its terms are not those of its words"
    for kind, subject_id in db.session.execute(select(row.kind, row.subject_id).distinct()):
        if (kind, subject_id) not in seen:
            yield f"text {subject_id} of kind {kind}: has terms and is not there"
