"""A web application of one line, for looking at how the server stops."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from gunicorn.workers import gthread

from award.foundation import arrival, clock

# The stock worker's patience, made so long that nobody takes it for a busy machine.
gthread.DEFAULT_WORKER_DATA_TIMEOUT = gthread.STOP_KEEPALIVE_LINGER = 60.0


slow_ends: list[datetime] = []


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers `/slow` after a second, all else at once; `/waited` says if it arrived before `/slow`
    was done."""
    said = b"done"
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
        slow_ends.append(clock.now())
    if environ["PATH_INFO"] == "/waited":
        arrival.note()
        said = b"then" if arrival.moment() < slow_ends[-1] else b"late"
    if environ["PATH_INFO"] == "/own":
        arrival.note()
        environ["wsgi.input"].read()
        said = b"ours" if arrival.own_seconds() > 0.5 else b"mine"
    start_response("200 OK", [("Content-Length", "4")])
    return [said]
