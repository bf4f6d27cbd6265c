"""What the worker does to many rows: one that fails is logged and keeps none behind it waiting.
What was not done is due still, so that the next run of the job tries it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM

log = logging.getLogger(__name__)
T = TypeVar("T")


def each(rows: Iterable[T], do: Callable[[T], object], name: str) -> None:
    """`do` for each, in a transaction of its own. `name` is for the log: what is done. A row that
    has more than its number is not written there: it may hold somebody's address."""
    for row in rows:
        try:
            with transaction():
                do(row)
        except Exception:
            which = row if isinstance(row, int) else "one of them"
            log.exception("%s failed for %s; the others go on", name, which)


def each_due(
    find: Callable[[datetime], Iterable[int]],
    load: Callable[[int], Any],
    do: Callable[..., object],
    name: str,
) -> None:
    """`do` for each that `find` says is due now, as it is once its turn comes."""
    with transaction():
        found = list(find(clock.now()))

    def one(key: int) -> None:
        thing = load(key)
        if thing is not None:
            do(thing, actor=SYSTEM)

    each(found, one, name)


def some_at_once(
    rows: Iterable[T], most: int, do: Callable[[Sequence[T]], object], name: str
) -> None:
    """`do` for up to `most` in one transaction, and where that fails for each by itself."""
    left = iter(rows)
    while some := list(islice(left, most)):
        try:
            with transaction():
                do(some)
        except Exception:
            log.exception("%s failed for %s at once; each is tried by itself", name, len(some))
            each(some, lambda row: do([row]), name)
