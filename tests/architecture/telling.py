"""Requests that write down what views ask them for: the names that a page reads stand nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from award.foundation.asked import Asked, Values


def telling(names: set[str]) -> type[Asked]:
    """A request that writes down the names that a view reads."""

    class Told(Values):
        def get(self, key: Any, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]
            names.add(str(key))
            return super().get(key, default, type)

        def getlist(self, key: str, type: Any = None) -> list[Any]:
            names.add(str(key))
            return super().getlist(key, type)

        def __getitem__(self, key: Any) -> Any:
            names.add(str(key))
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

    class Telling(Asked):
        parameter_storage_class = Told

    return Telling


@contextmanager
def telling_what_searches(app: Flask) -> Iterator[set[str]]:
    """What requests are asked for by name, all that they bring where a view takes all of it: a
    page that asks for no `q` is the same with one as without."""
    names: set[str] = set()
    usual, base = app.request_class, telling(names)

    class Told(base.parameter_storage_class):  # type: ignore[name-defined, misc]
        def to_dict(self, flat: bool = True) -> dict[str, Any]:
            names.update(self)
            return dict(super().to_dict(flat))

    app.request_class = type("Telling", (base,), {"parameter_storage_class": Told})
    try:
        yield names
    finally:
        app.request_class = usual
