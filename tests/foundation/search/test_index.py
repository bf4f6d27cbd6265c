"""The index is what its texts make it: written with them, only where it differs, and made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.foundation import search
from award.foundation.db import db, transaction
from award.foundation.search import index, synonyms, tables
from tests.foundation.search.corpus import KIND, TEXTS, everything, fill

WRONG = "the index was made in another way: run flask search rebuild"


def terms(subject: int) -> dict[str, int]:
    row = tables.posting.c
    query = sa.select(row.term, row.impact).where(
        row.kind == KIND.number, row.subject_id == subject
    )
    return {found.term: found.impact for found in db.session.execute(query)}


def test_only_what_differs_is_written(app: Flask) -> None:
    """The same text again writes no term; another word writes its own and takes the old away."""
    fill()
    before = terms(1)
    title, body = TEXTS[1]
    assert _written(lambda: search.put(KIND, 1, title, body)) == {"document": 0, "posting": 0}
    changed = body.replace("checks", "alarms")
    assert _written(lambda: search.put(KIND, 1, title, changed))["document"] == 1
    assert before.keys() - terms(1).keys() == {"check"}
    assert {"alarm"} <= terms(1).keys() - before.keys()
    assert list(search.faults()) == []


def _written(act: Callable[[], None]) -> dict[str, int]:
    """How many rows of texts and terms were inserted or changed, as the database says."""
    rows = {"document": 0, "posting": 0}

    def note(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        for table in rows:
            if statement.startswith(f"INSERT INTO search_{table}"):
                rows[table] += cursor.rowcount

    sa.event.listen(db.engine, "after_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(db.engine, "after_cursor_execute", note)
    return rows


def test_several_at_once_are_as_if_one_by_one(app: Flask) -> None:
    """Over what was there before, whatever order they come in."""
    fill()
    others = [(subject, body, title) for subject, (title, body) in reversed(TEXTS.items())]
    search.put_all(KIND, others)
    assert list(search.faults()) == []
    one_by_one = {subject: terms(subject) for subject in TEXTS}
    fill()
    for subject, title, body in others:
        search.put(KIND, subject, title, body)
    assert {subject: terms(subject) for subject in TEXTS} == one_by_one


def test_new_words_are_written_in_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken as they come, two writers would each hold a word that the other waits for."""
    written: list[list[str]] = []
    insert = index._insert

    def note(table: sa.Table, rows: list[dict[str, Any]], renew: tuple[str, ...] = ()) -> None:
        if table in (tables.word, tables.posting):
            written.append([row.get("word") or row["term"] for row in rows])
        insert(table, rows, renew)

    monkeypatch.setattr(index, "_insert", note)
    search.put(KIND, 1, *TEXTS[1])
    assert len(written) == 2 and all(words == sorted(words) for words in written)


def test_what_is_removed_is_gone_with_all_its_terms(app: Flask) -> None:
    fill()
    search.remove(KIND, 1)
    assert terms(1) == {}
    assert sorted(number for number, _title, _body in search.texts(KIND)) == sorted(TEXTS)[1:]


def test_loading_in_bulk_makes_the_same_index(app: Flask) -> None:
    def everything_stored() -> list[object]:
        return [
            sorted(tuple(row) for row in db.session.execute(sa.select(table)))
            for table in (tables.document, tables.posting, tables.word, tables.state)
        ]

    fill()
    one_by_one = everything_stored()
    for table in (tables.document, tables.posting, tables.word, tables.state):
        db.session.execute(sa.delete(table))
    search.load(KIND, [(number, *text) for number, text in TEXTS.items()])
    assert everything_stored() == one_by_one


def test_an_index_made_in_another_way_is_told_and_made_again(app: Flask) -> None:
    fill()
    assert not search.outdated() and list(search.faults()) == []
    db.session.execute(sa.update(tables.state).values(stamp="older"))
    row = tables.posting.c
    db.session.execute(sa.delete(tables.posting).where(row.term == "fall"))
    db.session.execute(sa.insert(tables.word), {"kind": KIND.number, "word": "leftover"})
    gone = {"kind": KIND.number, "term": "ghost", "subject_id": 999, "impact": 1}
    db.session.execute(sa.insert(tables.posting), gone)
    told = list(search.faults())
    assert search.outdated() and WRONG in told
    assert "text 1 of kind 99: its terms are not those of its words" in told
    assert "text 999 of kind 99: has terms and is not there" in told
    db.session.execute(sa.delete(tables.posting).where(row.subject_id == 999))
    assert list(search.rebuild())[-1] == len(TEXTS)
    assert not search.outdated() and list(search.faults()) == []
    assert "leftover" not in db.session.scalars(sa.select(tables.word.c.word)).all()


def test_the_command_makes_it_again(app: Flask) -> None:
    fill()
    db.session.execute(sa.update(tables.state).values(stamp="older"))
    db.session.commit()
    said = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert said.output == f"The search index is made again: {len(TEXTS)} texts.\n"
    assert not search.outdated()


def test_the_stamp_knows_the_stemmer_and_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    before = index.stamp.__wrapped__()
    assert before == index.stamp()
    monkeypatch.setattr(index, "USUAL_LENGTH", 5)
    assert index.stamp.__wrapped__() != before
    monkeypatch.undo()
    monkeypatch.setattr(index.metadata, "version", lambda _name: "0")
    assert index.stamp.__wrapped__() != before


def test_a_service_that_fails_leaves_the_index_as_it_was(app: Flask) -> None:
    fill()
    db.session.commit()
    before = terms(1)
    try:
        with transaction():
            search.put(KIND, 1, "Another title", "")
            raise ValueError
    except ValueError:
        pass
    assert terms(1) == before
    assert db.session.scalars(everything()).all()


def test_every_line_of_the_synonyms_means_something(app: Flask) -> None:
    """Each phrase that can be asked for finds a text that says any other of its line."""
    known = synonyms.synonyms()
    assert len(known.in_texts) > 500
    for phrase in known.in_questions:
        assert set(known.in_questions[phrase]) <= set(known.in_texts[phrase])


def test_narrower_words_are_found_by_the_wider_and_not_the_reverse(app: Flask) -> None:
    search.put(KIND, 1, "Lewy body", "")
    search.put(KIND, 2, "Dementia", "")

    def found(typed: str) -> set[int]:
        asked = search.ask(KIND, typed, everything())
        return {row.subject_id for row in search.hits(KIND, asked, everything())}

    assert found("dementia") == {1, 2}
    assert found("lewy body") == {1}
