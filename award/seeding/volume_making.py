"""What can be made out of numbers alone, made by other processes while this one writes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Made = TypeVar("Made")


@contextmanager
def beside(make: Callable[[range], Made], batches: Iterable[range]) -> Iterator[Iterator[Made]]:
    """What `make` makes of each batch, in order, two for each process at most in waiting. `make`
    may use no connection, since the processes are copies of this one. Nothing else may run in this
    one when the block begins. One processor, or one batch: it is made here."""
    waiting = deque(batches)
    makers = _processors()  # whoever writes has little to do
    if makers < 2 or len(waiting) < 2:
        yield (make(batch) for batch in waiting)
        return
    copies = multiprocessing.get_context("fork")
    # Processes that are copies have `make` already; to send it with each batch costs as much again.
    with ProcessPoolExecutor(
        makers, mp_context=copies, initializer=_remember, initargs=(make,)
    ) as pool:
        ahead: deque[Future[Made]] = deque()

        def fill() -> None:
            while waiting and len(ahead) < 2 * makers:
                ahead.append(pool.submit(_make, waiting.popleft()))

        def taken() -> Iterator[Made]:
            while ahead:
                made = ahead.popleft().result()
                fill()
                yield made

        fill()
        yield taken()


_making: ContextVar[Callable[[range], Any]] = ContextVar("making")


def _remember(make: Callable[[range], Any]) -> None:
    _making.set(make)


def _make(batch: range) -> Any:
    return _making.get()(batch)


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
