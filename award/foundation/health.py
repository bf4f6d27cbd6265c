"""Is the process up, and is it ready to serve?"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from award.foundation.db import db
from award.foundation.web import public

blueprint = Blueprint("health", __name__)


def pending_migrations() -> bool:
    """Does the database lack a migration that the code has?"""
    config = Config()
    config.set_main_option(
        "script_location", str(Path(current_app.root_path).parent / "migrations")
    )
    return migrations_made() != set(ScriptDirectory.from_config(config).get_heads())


def migrations_made() -> frozenset[str]:
    """The last migrations that the database has; none when it is new."""
    context = MigrationContext.configure(db.session.connection())
    made = frozenset(context.get_current_heads())
    db.session.rollback()  # a reader of its own, so that migrations find no lock
    return made


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers and its migrations are current; 503 when not."""
    try:
        pending = pending_migrations()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if pending:
        return jsonify(status="migrations pending"), 503
    return jsonify(status="ready")
