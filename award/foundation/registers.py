"""What one app knows by name: its permissions, machines, notices, checks and so on.

A mechanism declares a `Register`, a typed name that holds nothing itself: what is registered
stands on the app, filled once from its chapters (`foundation/chapters.py`). So importing a module
registers nothing, and two apps in one process don't disturb each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Flask, current_app

T = TypeVar("T")


@dataclass(frozen=True)
class Register(Generic[T]):
    """One thing under each name; `what` is what they are called in an error."""

    what: str

    def fill(self, app: Flask, entries: Iterable[tuple[str, T]]) -> None:
        """All there is, in order. Two under one name stop the start."""
        known: dict[str, T] = {}
        for name, entry in entries:
            if name in known:
                raise ValueError(f"{self.what} {name!r} is registered twice")
            known[name] = entry
        app.extensions.setdefault("registers", {})[self.what] = known

    def of(self, app: Flask) -> Mapping[str, T]:
        """By name, in the order of registration."""
        known: Mapping[str, T] = app.extensions["registers"][self.what]
        return known

    def all(self) -> Mapping[str, T]:
        """Those of the app that runs."""
        return self.of(current_app)


def gathered(entries: Iterable[tuple[str, T]]) -> list[tuple[str, tuple[T, ...]]]:
    """Entries of one name together, for a register of several things under each name."""
    found: dict[str, tuple[T, ...]] = {}
    for name, entry in entries:
        found[name] = (*found.get(name, ()), entry)
    return list(found.items())
