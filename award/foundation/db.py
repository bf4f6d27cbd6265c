"""The database: typed base class, column types, one commit at the edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Enum, MetaData, inspect, make_url, orm, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from award.foundation import clock, sqlite
from award.foundation.frozen import Frozen

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def rows_where(condition: str) -> dict[str, Any]:
    """For an `Index` of a part of the rows only, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, UTC in the database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: use award.foundation.clock")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonValue = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """Base of every mapped class.

    `audited_as` names the kind of thing an audit event must be about when a row of the class
    changes (see `award.foundation.audit`); None leaves the class outside the guard. `frozen` says
    which of its rows the database refuses to change (see `award.foundation.frozen`).
    """

    registry = orm.registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UTCDateTime(),
            dict[str, Any]: JsonValue,
            list[str]: JsonValue,
            list[Any]: JsonValue,
        },
    )
    audited_as: ClassVar[str | None] = None
    frozen: ClassVar[Frozen | None] = None

    @property
    def audit_key(self) -> int | None:
        """Primary key of the thing that an audit event about this row names."""
        return getattr(self, "id", None)

    @property
    def audited_person(self) -> tuple[str, str] | None:
        """Name and address, where the thing is somebody's account: they can be erased."""
        return None


class Dated:
    """Mixin: when a row came to be and when it last changed, from the application's clock."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


def states(of: type[StrEnum], length: int) -> Enum:
    """The type of a column that holds one of these, as text."""
    return Enum(
        of,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, values: Iterable[StrEnum]) -> str:
    """For a CHECK: the column holds one of these. They stand in the order of their class."""
    listed = list(values)
    ordered = [member for member in type(listed[0]) if member in listed]
    return f"{column} IN ({', '.join(repr(member.value) for member in ordered)})"


db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False}
)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def in_transaction() -> bool:
    """Are we in a block of `transaction()`?"""
    return _writing.get()


READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _about_to_write() -> bool:
    return _writing.get() or (has_request_context() and request.method not in READ_METHODS)


def database_file() -> Path | None:
    """The file that the database is; None on PostgreSQL and in memory."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).absolute()


def make_file() -> None:
    """A new, empty file for the database to be made in, unless there is one."""
    path = database_file()
    if path is not None and not path.exists():
        with suppress(OSError):  # what can't be made can't be opened either, and then says why
            path.touch(mode=0o600)


def init_app(app: Flask) -> None:
    """Bind the database to the app. `AWARD_DATABASE_URL` says which."""
    # A connection keeps a hundred statements ready unless told; we have more.
    options: dict[str, Any] = {"connect_args": {"cached_statements": 1_000}}
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "postgresql":
        # Compiling a statement costs more than any of ours takes: pages were slower with it on.
        given = f"{url.query.get('options') or ''} -c jit=off"
        options = {
            "pool_pre_ping": True,
            "pool_size": 10,
            "max_overflow": 10,
            "pool_use_lifo": True,  # the one that knows most statements already
            "connect_args": {"options": given.strip(), "prepare_threshold": 1},
        }
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            from award.foundation import prepared

            prepared.stay(db.engine, lambda: not has_request_context() or _about_to_write())
            prepared.look_before_asking(db.engine)
            return
        if (path := database_file()) is not None:
            sqlite.open_what_is_there(db.engine, path)
        sqlite.prepare(db.engine, _about_to_write)
        sqlite.listen(db.session.session_factory)


@contextmanager
def transaction() -> Iterator[None]:
    """The one place that commits. An exception rolls everything back and goes on up."""
    outermost = not _writing.get()
    token = _writing.set(True)
    try:
        if outermost:
            sqlite.turn_writer(db.session())
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside a step of a job: everything is read as of one moment, and nobody who writes waits for
    it. What the session held is undone before and after."""
    db.session.rollback()
    token = _writing.set(False)
    try:
        connection = db.session.connection()
        if connection.dialect.name == "postgresql" and not connection.in_nested_transaction():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
    finally:
        db.session.rollback()
        _writing.reset(token)


def is_there_already(error: IntegrityError) -> bool:
    """Was it a UNIQUE constraint that a write broke, so that somebody wrote such a row before?"""
    state = getattr(error.orig, "sqlstate", None)
    return state == "23505" if state else "UNIQUE constraint failed: " in str(error.orig)


def broken_constraint(error: IntegrityError) -> frozenset[str]:
    """Columns of the UNIQUE constraint that a write broke, the same on both databases.

    Empty when it was some other constraint. PostgreSQL names the constraint, SQLite the columns.
    """
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        for table in Base.metadata.tables.values():
            for constraint in table.constraints:
                if constraint.name == name and hasattr(constraint, "columns"):
                    return frozenset(column.name for column in constraint.columns)
            for index in table.indexes:
                if index.name == name and index.unique:
                    return frozenset(str(column.name) for column in index.columns)
        return frozenset()
    _, found, columns = str(error.orig).partition("UNIQUE constraint failed: ")
    if not found:
        return frozenset()
    return frozenset(part.strip().partition(".")[2] for part in columns.split(","))


def changed_columns(thing: Base) -> dict[str, list[Any]]:
    """`{column: [before, after]}` of what is changed on `thing` and not yet flushed."""
    state = inspect(thing)
    changes: dict[str, list[Any]] = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            if before != after:
                changes[attribute.key] = [before, after]
    return changes
