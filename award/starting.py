"""What a start refuses, once the settings are right: by what stands in the database."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from award.foundation.db import database_file, db


class NotStarted(click.ClickException):
    """The service must not be reached as it is; the message says what to do."""


def serving() -> bool:
    """Is the app made to answer requests? Every other `flask` command may still be needed to
    mend what stands in the way."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"


def look(app: Flask) -> None:
    """Raise NotStarted when there is no database, or when anybody could sign in with the
    published password of the demonstration."""
    with app.app_context():
        path = database_file()
        if path is not None and not path.exists():
            raise NotStarted(
                f"There is no database at {path}. Put the one there that belongs to this service,"
                " or make a new one: flask prepare"
            )
        if not app.config["DEMONSTRATION"] and (count := _demonstration_accounts()):
            raise NotStarted(
                f"This database has {count} accounts of the demonstration, and their password is"
                " published. Close them for good: flask close-demonstration. Or show the"
                " demonstration on this machine alone: make run"
            )


def _demonstration_accounts() -> int:
    from award.seeding import closing

    try:
        return len(closing.open_accounts())
    except SQLAlchemyError:  # not prepared, or not there: /readyz says so
        return 0
    finally:
        db.session.remove()
        db.engine.engine.dispose()  # a connection must not be shared with processes to come
