"""What a start refuses, once the settings are right: by what stands in the database."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import click
from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from award.foundation.db import database_file, db
from award.settings import safety


class NotStarted(click.ClickException):
    """The service must not be reached as it is; the message says what to do."""


def serving() -> bool:
    """Is the app made to answer requests? Every other `flask` command may still be needed to
    mend what stands in the way."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"


def look_where(app: Flask, hosts: Iterable[str]) -> None:
    """Raise NotStarted when a demonstration would be bound to anything but loopback; a socket in
    the file system is for a proxy, and so for others."""
    exposed = [host for host in hosts if not safety.is_loopback(host)]
    if app.config["DEMONSTRATION"] and exposed:
        raise NotStarted(
            f"A demonstration is for this machine alone, since its passwords are published, and"
            f" {exposed[0] or 'a socket'} can be reached by others. Bind it to 127.0.0.1"
        )


def init_app(app: Flask) -> None:
    """Whatever server a demonstration runs under, it answers nobody from elsewhere."""
    if app.config["DEMONSTRATION"]:
        app.before_request(_turn_away)


def _turn_away() -> ResponseReturnValue | None:
    asked = urlsplit(f"//{request.host}").hostname or ""
    if safety.is_loopback(request.remote_addr or "") and safety.is_loopback(asked):
        return None
    return (
        "This demonstration is for the machine it runs on alone.\n",
        403,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def look(app: Flask) -> None:
    """Raise NotStarted when there is no database, or when anybody could sign in with the
    published password of the demonstration."""
    context = click.get_current_context(silent=True)
    if context is not None and "host" in context.params:
        look_where(app, [context.params["host"]])
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
