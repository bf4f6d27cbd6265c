"""Rows of a copy made different, past every rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import update

from award.foundation.folding import name_key
from award.proofs.copying import Copy
from award.proofs.facts import TABLES
from award.proofs.rules import OTHER


def rename(copy: Copy, person: int) -> None:
    name = f"{OTHER} Called {person}"
    change(copy, "user_account", TABLES["user_account"].c.id == person,
            name=name, name_key=name_key(name), email=f"other{person}@other.example")  # fmt: skip


def change(copy: Copy, table: str, where: Any, **values: Any) -> None:
    copy.connection.execute(update(TABLES[table]).where(where).values(**values))


def parts(ids: Iterable[int]) -> Iterable[list[int]]:
    every = list(ids)
    return (every[at : at + 500] for at in range(0, len(every), 500))


def otherwise(value: Any) -> Any:
    """Other words, and another number of them."""
    if isinstance(value, str):
        return f"{OTHER} {value}" if value else value
    if isinstance(value, list):
        return [otherwise(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "id" else otherwise(one) for name, one in value.items()}
    return value
