"""Huey's queue, with the driver that the address asks for and no other.

Huey's one module of storages imports every driver that is installed: Redis with its asynchronous
half, and psycopg, in each command of a service that has neither.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from huey import Huey

_DRIVERS: Final = {"psycopg": "psycopg", "redis": "Redis"}
"""What is imported, and what it is called in Huey's module."""


def queue_at(url: str) -> Huey:
    """The queue of `AWARD_JOBS_URL`."""
    if url.startswith("sqlite:"):
        path = Path(url.removeprefix("sqlite:"))
        path.parent.mkdir(parents=True, exist_ok=True)
        _load(None)
        from huey import SqliteHuey

        queue = SqliteHuey("award", filename=str(path), results=False, fsync=True)
        queue.storage.close()  # a connection must not be shared with processes to come
        return queue
    if url.startswith("postgresql"):
        _load("psycopg")
        from huey import PostgresHuey

        queue = PostgresHuey("award", dsn=url, results=False)
        queue.storage.close()
        return queue
    _load("redis")
    from huey import RedisHuey

    return RedisHuey("award", url=url, results=False)


def _load(driver: str | None) -> None:
    """Import Huey; again, when this process made a queue without this driver before."""
    if driver and getattr(sys.modules.get("huey.storage"), _DRIVERS[driver], driver) is None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "huey"]:
            del sys.modules[name]
    with _without(set(_DRIVERS) - {driver}):
        importlib.import_module("huey")


@contextmanager
def _without(names: set[str]) -> Iterator[None]:
    """Let nobody import these meanwhile, unless they are loaded already."""
    held = {name for name in names if name not in sys.modules}
    for name in held:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in held:
            del sys.modules[name]
