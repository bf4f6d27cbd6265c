"""Noting which requests of those who write on applications failed, or were answered late.

An answer that is in order costs a comparison. What went wrong is written when its answer is on the
way, in a transaction of its own; while the database can't be written it waits in this process, and
stands in the process's log whatever becomes of that.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from award.applications.rules.troubles import Trouble, is_trouble
from award.applications.services import troubles
from award.foundation import arrival, security
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM

log = logging.getLogger(__name__)

MOST_WAITING = 1_000
OWN_CONNECTION = 1_000_000
"""Bytes: how long a body of so many takes says more of somebody's connection than of us."""
_WRITING_PAGES = "/applications/<reference>"


@dataclass
class Waiting:
    """What could not be written yet; one thread of the process writes it."""

    troubles: deque[Trouble] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    writing: Lock = field(default_factory=Lock)


def _look(response: Response) -> Response:
    waiting: Waiting = current_app.extensions["troubles"]
    try:
        trouble = _trouble(response.status_code)
    except Exception:  # whatever it is, the answer goes out
        log.exception("could not tell whether a request went wrong")
        return response
    if trouble is not None:
        log.warning(trouble.line())
        waiting.troubles.append(trouble)
    if waiting.troubles:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(keep_waiting, app))
    return response


def _trouble(status: int) -> Trouble | None:
    at = arrival.moment()
    seconds = arrival.own_seconds()
    if not is_trouble(status, seconds, current_app.config["SETTINGS"].slow_seconds):
        return None
    rule, key = request.url_rule, session.get("_user_id")
    if rule is None or not rule.rule.startswith(_WRITING_PAGES) or not key:
        return None
    if status < 500 and (request.content_length or 0) > OWN_CONNECTION:
        return None
    actor = g.get("actor")
    return Trouble(
        security.request_id(), str((request.view_args or {}).get("reference", "")), at, status,
        seconds, request.method, actor.user_id if actor else None, str(key),
    )  # fmt: skip


def keep_waiting(app: Flask) -> None:
    """Write what waits. Whoever comes while another thread does leaves it to that."""
    waiting: Waiting = app.extensions["troubles"]
    if not waiting.writing.acquire(blocking=False):
        return
    try:
        hours = app.config["SETTINGS"].trouble_hours
        while waiting.troubles:
            one = waiting.troubles.popleft()
            try:
                with app.app_context(), transaction():
                    troubles.note(one, hours, actor=SYSTEM)
            except SQLAlchemyError as error:
                waiting.troubles.appendleft(one)
                log.warning("%s troubled requests wait: %s", len(waiting.troubles), error)
                return
    finally:
        waiting.writing.release()


def init_app(app: Flask) -> None:
    app.extensions["troubles"] = Waiting()
    app.after_request(_look)
