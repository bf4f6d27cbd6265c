"""Is the process up, and is it ready to serve?"""

from __future__ import annotations

import os
from tempfile import TemporaryFile

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from award.foundation import migrations
from award.foundation.db import database_file, db
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


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers, is the one that was opened, has room for writes, and its migrations
    are current; 503 when not."""
    try:
        pending = migrations.pending()
        writable = _takes_writes()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if not writable:
        return jsonify(status="no room to write"), 503
    if pending:
        return jsonify(status="migrations pending"), 503
    return jsonify(status="ready")
