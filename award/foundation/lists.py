"""Every list by its key, for what is not its page: downloads, saved views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from award.foundation.policy import Actor, can
from award.foundation.registers import Register
from award.foundation.tables import ListView

Maker = Callable[[Actor, str], ListView[Any] | None]
"""Gives a list that `actor` may read, of the thing with this reference ("" where it is of none)."""

LISTS = Register[Maker]("list")


def list_named(actor: Actor, key: str) -> ListView[Any] | None:
    """The list of this key that is about nothing in particular, if `actor` may read it."""
    return list_of(actor, key, "")


def list_of(actor: Actor, key: str, reference: str) -> ListView[Any] | None:
    """The list of this key about the thing of this reference."""
    make = LISTS.all().get(key)
    table = make(actor, reference) if make else None
    return table if table and can(actor, table.permission, table.thing) else None
