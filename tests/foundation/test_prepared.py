"""Statements stay prepared, and on PostgreSQL nothing is kept that was to be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from award.accounts.models import Role
from award.applications.queries.applications import own_application
from award.foundation.db import db, transaction
from tests.build import accounts, applications
from tests.conftest import app_of_its_own

PREPARED = sa.text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM role%'")


@pytest.fixture(scope="module")
def own(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    if database_name != "postgresql":
        pytest.skip("SQLite has no such statements")
    with app_of_its_own(database_name, _made(tmp_path_factory)) as app:
        yield app


def _made(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("prepared")


def _names() -> set[str]:
    return set(db.session.scalars(sa.select(Role.name)))


def test_what_pages_ask_stays_prepared_from_one_to_the_next(own: Flask) -> None:
    for _page in range(3):
        with own.test_request_context("/"):
            _names()
    with own.test_request_context("/"):
        assert db.session.scalar(PREPARED) == 1
    with own.test_request_context("/", method="POST"):
        _names()  # ends with a rollback: psycopg forgets
    with own.test_request_context("/"):
        assert db.session.scalar(PREPARED) == 0


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("as_text", [True, False])
def test_what_was_not_committed_is_undone(own: Flask, method: str, as_text: bool) -> None:
    with own.test_request_context("/", method=method):
        before = _names()
        if as_text:
            insert = "INSERT INTO role (name, description) VALUES ('planted', '')"
            db.session.execute(sa.text(insert))
        else:
            db.session.add(Role(name="planted"))
            db.session.flush()
        assert "planted" in _names()
    with own.test_request_context("/"):
        assert _names() == before


def test_a_transaction_within_a_page_that_fails_is_undone(own: Flask) -> None:
    with own.test_request_context("/"):
        before = _names()
        with pytest.raises(LookupError), transaction():
            db.session.add(Role(name="planted"))
            db.session.flush()
            raise LookupError
        assert _names() == before


def test_a_page_goes_on_after_a_statement_that_failed(own: Flask) -> None:
    with own.test_request_context("/"):
        before = _names()
        with pytest.raises(DBAPIError):
            db.session.execute(sa.text("SELECT 1 / 0"))
        db.session.rollback()
        assert _names() == before


def test_a_page_that_writes_after_all_does_so_in_one_transaction(own: Flask) -> None:
    """Such as one that confirms an address: read, then written, then committed by a library."""
    with own.test_request_context("/"):
        before = _names()
        db.session.add_all([Role(name="planted"), Role(name="planted")])
        with pytest.raises(DBAPIError):
            db.session.flush()
        db.session.rollback()
        db.session.add(Role(name="planted"))
        db.session.flush()
        with sa.create_engine(own.config["SQLALCHEMY_DATABASE_URI"]).connect() as other:
            assert "planted" not in set(other.scalars(sa.select(Role.name)))
        db.session.rollback()
        assert _names() == before


def test_a_lock_that_a_page_takes_is_held(own: Flask) -> None:
    with own.test_request_context("/"):
        with transaction():
            db.session.add(Role(name="held"))
        _names()
        db.session.execute(sa.select(Role.id).with_for_update())
        skipping = sa.select(Role.id).with_for_update(skip_locked=True)
        with sa.create_engine(own.config["SQLALCHEMY_DATABASE_URI"]).connect() as other:
            assert list(other.scalars(skipping)) == []
            db.session.rollback()
            assert list(other.scalars(skipping)) != []


def test_a_page_reads_row_by_row(own: Flask) -> None:
    with own.test_request_context("/"):
        numbers = sa.select(sa.func.generate_series(1, 30)).execution_options(yield_per=10)
        assert list(db.session.scalars(numbers)) == list(range(1, 31))


def test_a_connection_that_the_server_ended_is_replaced(own: Flask) -> None:
    with own.test_request_context("/"):
        number = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
    other = sa.create_engine(own.config["SQLALCHEMY_DATABASE_URI"])
    with other.connect() as connection:
        gone = sa.text("SELECT pg_terminate_backend(:number, 10000)")
        assert connection.scalar(gone, {"number": number})
    other.dispose()
    with own.test_request_context("/"):
        assert db.session.scalar(sa.text("SELECT pg_backend_pid()")) != number


@pytest.mark.any_database
def test_sqlite_plans_once_how_it_finds_an_application(app: Flask, database_name: str) -> None:
    """A value that is sent beside the statement, where a partial index could serve, is a plan anew
    each time that one is sent: half of what pages wait for."""
    if database_name != "sqlite":
        pytest.skip("PostgreSQL is asked above")
    if "ENABLE_STMTVTAB" not in list(db.session.scalars(sa.text("PRAGMA compile_options"))):
        pytest.skip("this SQLite doesn't tell")
    person = accounts.user("Lee Lead", roles=())
    reference = applications.draft(lead=person).reference
    plans = sa.text("SELECT run, reprep FROM sqlite_stmt WHERE sql LIKE '%reopening_1.state%'")

    def asked(times: int) -> tuple[int, int]:
        for _ in range(times):
            assert own_application(accounts.actor_of(person), reference) is not None
        found = [tuple(row) for row in db.session.execute(plans)]
        return sum(run for run, _ in found), sum(anew for _, anew in found)

    # The first is for what other tests changed of the tables since.
    first, once = asked(1)
    last, anew = asked(4)
    assert last >= first + 4
    assert anew == once
