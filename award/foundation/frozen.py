"""Rows that the database itself refuses to change, whoever asks: declared on the model, made by
`remake()` after every migration.

    class Submission(Base):
        frozen = Frozen()                         # written once, for good
    class Score(Base):
        frozen = Frozen(while_="EXISTS (SELECT ... WHERE sheet.id = {row}.sheet_id ...)")

PostgreSQL refuses TRUNCATE too. SQLite drops a table's triggers when a migration changes the
table by copying it, and lets INSERT OR REPLACE delete past a DELETE trigger: hence `remake` and
the INSERT trigger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, UniqueConstraint, text
from sqlalchemy.sql.schema import Table


@dataclass(frozen=True)
class Frozen:
    """When a table's rows can't be changed or deleted.

    `while_` is SQL about one row, which it calls `{row}`; without it, always. `erasable` maps a
    column to the only value (as SQL) that it may be given later: what is left of a person's name.
    """

    while_: str = ""
    erasable: Mapping[str, str] = field(default_factory=dict)


def frozen_tables() -> dict[str, Frozen]:
    """Every table that a model declares frozen."""
    from award.foundation.db import Base

    return {
        mapper.class_.__tablename__: mapper.class_.frozen
        for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__tablename__)
        if mapper.class_.frozen is not None
    }


def remake(connection: Connection, before: Sequence[str] = ()) -> list[str]:
    """Drop what triggers there are and make those that the models declare, for the tables that
    the database has at this revision. Nothing where the same were made `before`, by what this
    returned, and are all there: most steps of a long way touch no such table."""
    there, makes = triggers(connection), list(_makes(connection))
    if makes != list(before) or there != _made_by(makes):
        for statement in (*_drops(connection, there), *makes):
            connection.exec_driver_sql(statement)
    return makes


def triggers(connection: Connection) -> dict[str, str]:
    """The triggers of the database: name to table."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal"
        )
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    return {row[0]: row[1] for row in connection.execute(text(query))}


def expected(connection: Connection) -> dict[str, str]:
    """The triggers that `remake` leaves: name to table."""
    return _made_by(_makes(connection))


def _made_by(makes: Iterable[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for statement in makes:
        words = statement.split()
        if words[:2] == ["CREATE", "TRIGGER"]:
            made[words[2]] = words[words.index("ON") + 1]
    return made


def _drops(connection: Connection, there: Mapping[str, str]) -> Iterator[str]:
    postgresql = connection.dialect.name == "postgresql"
    for name, table in sorted(there.items()):
        if "_frozen" in name:
            yield f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}"


def _makes(connection: Connection) -> Iterator[str]:
    from award.foundation.db import Base

    postgresql = connection.dialect.name == "postgresql"
    there = _columns(connection)
    if postgresql:
        yield _function("refuse_change", "")
    for name, rule in frozen_tables().items():
        if name not in there:
            continue
        table = Base.metadata.tables[name]
        make = _postgresql if postgresql else _sqlite
        yield from make(table, rule, there[name])


def _columns(connection: Connection) -> dict[str, list[str]]:
    """By table, in their order. Asked once: an inspector asks for each table, and takes longer."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
            "WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped "
            "AND relnamespace = current_schema()::regnamespace ORDER BY relname, attnum"
        )
    else:
        query = (
            "SELECT made.name, part.name FROM sqlite_master AS made "
            "JOIN pragma_table_info(made.name) AS part WHERE made.type = 'table' "
            "ORDER BY made.name, part.cid"
        )
    found: dict[str, list[str]] = {}
    for table, column in connection.exec_driver_sql(query):
        found.setdefault(table, []).append(column)
    return found


def _events(rule: Frozen, columns: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """What an UPDATE is refused of, and the columns that may only become one value."""
    erasable = [(name, value) for name, value in rule.erasable.items() if name in columns]
    if not erasable:
        return "UPDATE", []
    kept = ", ".join(name for name in columns if name not in rule.erasable)
    return f"UPDATE OF {kept}", erasable


def _function(name: str, condition: str) -> str:
    refuse = "RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME"
    if condition:
        body = (
            f"IF {condition} THEN {refuse}; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        )
    else:
        body = f"{refuse};"
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body.replace('%', '%%')} END $$"
    )


def _postgresql(table: Table, rule: Frozen, columns: list[str]) -> Iterator[str]:
    name, function = table.name, "refuse_change"
    if rule.while_:
        function = f"refuse_change_{name}"
        yield _function(function, rule.while_.format(row="OLD"))
    update, erasable = _events(rule, columns)
    yield (
        f"CREATE TRIGGER {name}_frozen BEFORE {update} OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
    yield (
        f"CREATE TRIGGER {name}_frozen_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    for column, value in erasable:
        yield (
            f"CREATE TRIGGER {name}_frozen_{column} BEFORE UPDATE OF {column} ON {name} "
            f"FOR EACH ROW WHEN (NEW.{column} IS DISTINCT FROM {value}) "
            "EXECUTE FUNCTION refuse_change()"
        )


def _sqlite(table: Table, rule: Frozen, columns: list[str]) -> Iterator[str]:
    name = table.name
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} rows are never changed'); END"
    when = f"WHEN {rule.while_.format(row='OLD')} " if rule.while_ else ""
    update, erasable = _events(rule, columns)
    yield f"CREATE TRIGGER {name}_frozen_update BEFORE {update} ON {name} {when}{refuse}"
    yield f"CREATE TRIGGER {name}_frozen_delete BEFORE DELETE ON {name} {when}{refuse}"
    replaced = " OR ".join(
        " AND ".join(f"kept.{column} = NEW.{column}" for column in key)
        for key in _keys(table)
        if set(key) <= set(columns)
    )
    and_kept = f" AND {rule.while_.format(row='kept')}" if rule.while_ else ""
    yield (
        f"CREATE TRIGGER {name}_frozen_insert BEFORE INSERT ON {name} "
        f"WHEN EXISTS (SELECT 1 FROM {name} AS kept WHERE ({replaced}){and_kept}) {refuse}"
    )
    for column, value in erasable:
        yield (
            f"CREATE TRIGGER {name}_frozen_{column} BEFORE UPDATE OF {column} ON {name} "
            f"WHEN NEW.{column} IS NOT {value} {refuse}"
        )


def _keys(table: Table) -> Iterator[list[str]]:
    """Sets of columns that tell rows apart: what INSERT OR REPLACE would replace by."""
    yield [column.name for column in table.primary_key]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield sorted(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield sorted(column.name for column in index.columns)
