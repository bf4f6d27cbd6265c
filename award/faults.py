"""What went wrong outside the program, in one line: for whoever types a command.

Only what the person at the keyboard can mend is put in words. A fault of the program itself keeps
its traceback.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from award.foundation.db import database_file
from award.foundation.errors import Refused

_NOT_PREPARED = ("no such table", "no such column", "undefinedtable", "undefinedcolumn")
_BUSY = ("database is locked", "locknotavailable")
_ELSEWHERE = ("OperationalError", "DatabaseError")


def in_words(error: Exception) -> str | None:
    """One line for the person, or None when the error is a fault of the program."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, DBAPIError):
        return _of_the_database(error)
    if isinstance(error, UnicodeDecodeError):
        return "The file is not text (UTF-8)."
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return None


def _of_the_database(error: DBAPIError) -> str | None:
    kind, said = type(error.orig).__name__, str(error.orig)
    found = f"{kind} {said}".lower()
    if any(mark in found for mark in _NOT_PREPARED):
        return "The database is not prepared for this version. Run: flask prepare"
    if any(mark in found for mark in _BUSY):
        return "Something else is writing to the database. Try again in a moment."
    if kind not in _ELSEWHERE:
        return None
    where = _where()
    if "unable to open" in said and _could_be_made():
        return "The database is not prepared for this version. Run: flask prepare"
    if "unable to open" in said:
        return f"{where} can't be opened (AWARD_DATABASE_URL). Is the folder there, and writable?"
    if "not a database" in said:
        return f"{where} is not a database (AWARD_DATABASE_URL)."
    return f"{where} can't be reached (AWARD_DATABASE_URL): {said.strip().splitlines()[0]}"


def _could_be_made() -> bool:
    """Is only the file of the database missing, and not its folder too?"""
    path = database_file()
    return path is not None and not path.exists() and os.access(path.parent, os.W_OK)


def _where() -> str:
    """The database without its password."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername.startswith("sqlite"):
        return str(url.database)
    return f"The database {url.database} at {url.host or 'localhost'}"


def said_plainly(command: click.Command) -> click.Command:
    """The same command, or group of commands, saying in one line what it could not do."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            said_plainly(part)
    elif command.callback is not None and not hasattr(command.callback, "__plain__"):
        command.callback = _plain(command.callback)
    return command


def _plain(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except Exception as error:
            words = in_words(error)
            if words is None:
                raise
            raise click.ClickException(words) from None

    run.__plain__ = True  # type: ignore[attr-defined]
    return run
