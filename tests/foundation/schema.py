"""A database's schema as plain data, so that two of them can be compared."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from award.foundation import frozen

BY_HAND = ("alembic_version",)
"""Tables that no model declares."""


def schema_of(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Columns, keys, references, checks, indexes and triggers of every table."""
    inspector = sa.inspect(connection)
    names = [name for name in inspector.get_table_names() if not name.startswith(BY_HAND)]
    kinds = {
        kind: {name: found for (_schema, name), found in ask().items()}
        for kind, ask in (
            ("columns", inspector.get_multi_columns),
            ("key", inspector.get_multi_pk_constraint),
            ("references", inspector.get_multi_foreign_keys),
            ("checks", inspector.get_multi_check_constraints),
            ("unique", inspector.get_multi_unique_constraints),
            ("indexes", inspector.get_multi_indexes),
        )
    }
    found = {name: _table({kind: of[name] for kind, of in kinds.items()}) for name in names}
    for trigger, table in frozen.triggers(connection).items():
        found[table]["triggers"].append(trigger)
    for one in found.values():
        one["triggers"].sort()
    return found


def _table(parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], _plain(column["default"]))
            for column in parts["columns"]
        },
        "key": parts["key"]["constrained_columns"],
        "references": sorted(
            (str(one["name"]), one["constrained_columns"], one["referred_table"])
            for one in parts["references"]
        ),
        "checks": sorted((str(one["name"]), _plain(one["sqltext"])) for one in parts["checks"]),
        "unique": sorted((str(one["name"]), one["column_names"]) for one in parts["unique"]),
        "indexes": sorted(
            (str(one["name"]), one["column_names"], bool(one["unique"])) for one in parts["indexes"]
        ),
        "triggers": [],
    }


def _plain(sql: str | None) -> str | None:
    """SQLite keeps a condition as it was written, line breaks and brackets too."""
    if sql is None:
        return None
    return re.sub(r"\s+", "", sql).strip("()").lower()
