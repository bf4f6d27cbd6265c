"""What can be made out of numbers alone, made by other processes while this one writes."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Made = TypeVar("Made")


@contextmanager
def beside(make: Callable[[range], Made], batches: Iterable[range]) -> Iterator[Iterator[Made]]:
    """What `make` makes of each batch, in order, two for each process at most in waiting. `make`
    may use no connection, since the processes are copies of this one. Nothing else may run in this
    one when the block begins. One processor, or one batch: it is made here."""
    waiting = deque(batches)
    makers = _processors() - 1
    if makers < 1 or len(waiting) < 2:
        yield (make(batch) for batch in waiting)
        return
    copies = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(makers, mp_context=copies) as pool:
        ahead: deque[Future[Made]] = deque()

        def fill() -> None:
            while waiting and len(ahead) < 2 * makers:
                ahead.append(pool.submit(make, waiting.popleft()))

        def taken() -> Iterator[Made]:
            while ahead:
                made = ahead.popleft().result()
                fill()
                yield made

        fill()
        yield taken()


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
