"""The database's tables, made and changed by the steps in `migrations/`.

Alembic is loaded by what asks it something: most commands, and most of a service's life, don't.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from award.foundation.db import db

if TYPE_CHECKING:
    from alembic.config import Config

STEPS: Final = Path(__file__).parents[2] / "migrations"


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    return config


def upgrade(revision: str = "head") -> None:
    """Run every step up to this one."""
    from alembic import command

    command.upgrade(_config(), revision)


def downgrade(revision: str) -> None:
    """Undo every step after this one; `base` undoes all."""
    from alembic import command

    command.downgrade(_config(), revision)


def made() -> frozenset[str]:
    """The last steps that the database has; none when it is new."""
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(db.session.connection())
    heads = frozenset(context.get_current_heads())
    db.session.rollback()  # a reader of its own, so that migrations find no lock
    return heads


def pending() -> bool:
    """Does the database lack a step that the code has?"""
    from alembic.script import ScriptDirectory

    return made() != set(ScriptDirectory.from_config(_config()).get_heads())
