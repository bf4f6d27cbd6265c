"""Run migrations inside the application, on whichever database it is set to use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from flask import current_app

from award.foundation import frozen
from award.foundation.db import UTCDateTime, db, make_file

target_metadata = db.metadata


def render_item(kind: str, thing: object, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our column types as plain SQLAlchemy ones: a migration must outlive today's code."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, sa.JSON):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


_frozen: list[str] = []
"""How rows were frozen after the last step of this run."""


def freeze(*, ctx: MigrationContext, **_step: object) -> None:
    """After every step, up or down: a table that was copied has lost its triggers on SQLite."""
    if ctx.connection is not None:
        _frozen[:] = frozen.remake(ctx.connection, _frozen)


def run() -> None:
    options = {
        "target_metadata": target_metadata,
        "render_item": render_item,
        "on_version_apply": freeze,
    }
    if context.is_offline_mode():
        context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    make_file()
    with db.engine.connect() as connection, references_may_wait(connection):
        context.configure(connection=connection, transaction_per_migration=True, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


@contextmanager
def references_may_wait(connection: sa.Connection) -> Iterator[None]:
    """On SQLite a table is changed by copying it and dropping the old one, which its references
    would refuse. They are off meanwhile, and looked over before they are on again. Triggers that
    name the table would refuse it too, but for the older manner of renaming."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.cursor()  # not through SQLAlchemy, which would begin at once
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA legacy_alter_table=ON")
    try:
        yield
    except BaseException:
        connection.invalidate()  # nobody may go on with a connection that checks no references
        raise
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    raw.execute("PRAGMA legacy_alter_table=OFF")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.close()
    if broken:
        raise RuntimeError(f"rows refer to rows that are not there: {broken[:5]}")


run()
