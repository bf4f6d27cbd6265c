"""When the request reached the server: what every deadline is judged by.

A request may wait for a free thread, or for a lock. Neither is the person's fault, so a deadline is
never compared with the clock but with `moment()`. The web worker says when the first of the request
could be read from its connection (`reached`); without such a worker it is when Flask took it up.
Outside a request it is now.

How long the service took (`own_seconds`) leaves out what the person's connection did: the time in
which the request came, head and body.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from flask import Flask

from award.foundation import clock


class _Timed:
    """A request's body, with how long was waited for it."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.seconds = stream, 0.0

    def _wait(self, read: Callable[..., Any], *wanted: Any) -> Any:
        began = time.monotonic()
        try:
            return read(*wanted)
        finally:
            self.seconds += time.monotonic() - began

    def read(self, *size: int) -> bytes:
        return self._wait(self._stream.read, *size)  # type: ignore[no-any-return]

    def readline(self, *size: int) -> bytes:
        return self._wait(self._stream.readline, *size)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


_reached: ContextVar[datetime | None] = ContextVar("reached", default=None)
_coming: ContextVar[float] = ContextVar("coming", default=0.0)
_body: ContextVar[_Timed | None] = ContextVar("body", default=None)
_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def moment() -> datetime:
    """When the request that is being answered reached the server."""
    return _arrived.get() or clock.now()


def own_seconds() -> float:
    """How long the service has worked on it, or let it wait, once all of it was there."""
    body = _body.get()
    coming = _coming.get() + (body.seconds if body else 0.0)
    return (clock.now() - moment()).total_seconds() - coming


def reached(at: datetime, coming: float = 0.0) -> None:
    """Called by the web worker, in the thread that is about to answer, with the seconds in which
    the request came."""
    _reached.set(at)
    _coming.set(coming)


def note() -> None:
    """Before anything else is done for a request."""
    _arrived.set(_reached.get() or clock.now())
    _reached.set(None)


def _forget(_error: BaseException | None) -> None:
    _arrived.set(None)
    _coming.set(0.0)
    _body.set(None)


def _heard(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "wsgi.input" in environ:
            environ["wsgi.input"] = body = _Timed(environ["wsgi.input"])
            _body.set(body)
        return inner(environ, start_response)

    return answer


def init_app(app: Flask) -> None:
    """Note each request's arrival; the first thing that happens to it."""
    app.wsgi_app = _heard(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request_funcs.setdefault(None, []).insert(0, note)
    app.teardown_request(_forget)
