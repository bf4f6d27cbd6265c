"""Is the process up, and is it ready to serve?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from tempfile import TemporaryFile

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from award.foundation import clock, migrations
from award.foundation.db import database_file, db
from award.foundation.files import clamav, storage
from award.foundation.web import public

blueprint = Blueprint("health", __name__)
LEAST_FREE, LEAST_WRITTEN = 4 * 2**20, 64 * 2**10
"""Bytes. A save needs room in the journal too."""


def _takes_writes() -> bool:
    """Could something be saved now? On SQLite the disk must have room, and take a small file
    beside the database; PostgreSQL says itself whether it is only to be read."""
    path = database_file()
    if path is None:
        if db.engine.dialect.name == "sqlite":  # in memory
            return True
        said = db.session.scalar(text("SHOW transaction_read_only"))
        db.session.rollback()
        return bool(said == "off")
    try:
        disk = os.statvfs(path.parent)
        with TemporaryFile(dir=path.parent, buffering=0) as probe:
            whole = probe.write(b"\0" * LEAST_WRITTEN) == LEAST_WRITTEN
    except OSError:
        return False
    return whole and disk.f_bavail * disk.f_frsize >= LEAST_FREE and os.access(path, os.W_OK)


def scanner() -> str:
    """Is there one, and does it answer: "ok", "none" or "down"."""
    address: str = current_app.config["SETTINGS"].clamav
    if not address:
        return "none"
    try:
        clamav.ping(address)
    except clamav.ScannerDown:
        return "down"
    return "ok"


ASKED_EVERY = timedelta(seconds=30)
_ASKED = "files_and_scanner"


def _of_files() -> dict[str, str]:
    """Files and scanner in a word each. Anybody may ask, so neither is asked more often than
    every thirty seconds."""
    at, told = current_app.extensions.get(_ASKED, (None, dict[str, str]()))
    now = clock.now()
    if at is None or not at <= now < at + ASKED_EVERY:
        told = {"files": "unreachable" if storage.fault() else "ok", "scanner": scanner()}
        current_app.extensions[_ASKED] = (now, told)
    found: dict[str, str] = told
    return found


def files_and_scanner() -> Iterator[str]:
    """A service without a scanner says so on its pages and in its log; that is no fault."""
    wrong = storage.fault()
    if wrong:
        yield f"AWARD_FILES: {wrong}"
    if scanner() == "down":
        yield "AWARD_CLAMAV: nobody answers there, so files wait"


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers, is the one that was opened, has room for writes, and its migrations
    are current; 503 when not. Files and their scanner are told, and no reason to send people
    away: what is written is saved without them."""
    try:
        pending = migrations.pending()
        writable = _takes_writes()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if not writable:
        return jsonify(status="no room to write"), 503
    if pending:
        return jsonify(status="migrations pending"), 503
    return jsonify(status="ready", **_of_files())
