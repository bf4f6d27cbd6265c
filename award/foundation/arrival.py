"""When the request reached the server: what every deadline is judged by.

A request may wait for a free thread, or for a lock. Neither is the person's fault, so a deadline is
never compared with the clock but with `moment()`. The web worker says when the first of the request
could be read from its connection (`reached`); without such a worker it is when Flask took it up.
Outside a request it is now.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime

from flask import Flask

from award.foundation import clock

_reached: ContextVar[datetime | None] = ContextVar("reached", default=None)
_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def moment() -> datetime:
    """When the request that is being answered reached the server."""
    return _arrived.get() or clock.now()


def reached(at: datetime) -> None:
    """Called by the web worker, in the thread that is about to answer."""
    _reached.set(at)


def note() -> None:
    """Before anything else is done for a request."""
    _arrived.set(_reached.get() or clock.now())
    _reached.set(None)


def _forget(_error: BaseException | None) -> None:
    _arrived.set(None)


def init_app(app: Flask) -> None:
    """Note each request's arrival; the first thing that happens to it."""
    app.before_request_funcs.setdefault(None, []).insert(0, note)
    app.teardown_request(_forget)
