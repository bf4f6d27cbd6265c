"""One line of JSON for each log record on standard error, joined by the request's id."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask, request

from award.foundation import clock
from award.foundation.security import RequestIdFilter


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


@contextmanager
def quietly() -> Iterator[None]:
    """What a command asks of the service by itself is told on no terminal; faults are."""
    told = [(one, one.level) for one in logging.getLogger("award").handlers]
    for one, _ in told:
        one.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for one, level in told:
            one.setLevel(level)


def _tell_of_fault(app: Flask, error: Any) -> None:
    """Which page failed, not its address: that may be a link that opens something."""
    rule = request.url_rule.rule if request.url_rule else "no page"
    app.logger.error("Exception on %s [%s]", rule, request.method, exc_info=error)


def init_app(app: Flask) -> None:
    """Send the logs of the application to standard error, unless tests collect them."""
    app.log_exception = partial(_tell_of_fault, app)  # type: ignore[method-assign]
    if app.testing:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(RequestIdFilter())
    logger = logging.getLogger("award")
    logger.handlers[:] = [handler]
    logger.setLevel(app.config["SETTINGS"].log_level)
    logger.propagate = False
    app.logger.handlers[:] = [handler]
    app.logger.propagate = False
