"""Searches that find nothing, counted by this process and written once a page is sent."""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial, wraps
from threading import Lock
from typing import Final, ParamSpec, TypeAlias

from flask import Flask, current_app, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from award.case_studies.rules.unmet import keepable
from award.case_studies.services import unmet
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.foundation.web import current_actor

log = logging.getLogger(__name__)

P = ParamSpec("P")
_View: TypeAlias = Callable[P, ResponseReturnValue]
EVERY: Final = timedelta(minutes=1)
"""How often a process writes what it has counted."""
MOST_REMEMBERED: Final = 2_000


@dataclass
class Tally:
    """What a process knows: searches that found nothing when their page was made last, and how
    often such pages were asked for since the last writing."""

    nothing: OrderedDict[str, None] = field(default_factory=OrderedDict)
    counted: Counter[str] = field(default_factory=Counter)
    written: datetime | None = None
    lock: Lock = field(default_factory=Lock)

    def made(self, words: str, *, found: bool) -> None:
        with self.lock:
            self.nothing.pop(words, None)
            if not found:
                self.nothing[words] = None
                if len(self.nothing) > MOST_REMEMBERED:
                    self.nothing.popitem(last=False)

    def asked(self, words: str) -> bool:
        """Count it where it finds nothing; is it time to write what waits?"""
        with self.lock:
            known = words in self.counted or len(self.counted) < MOST_REMEMBERED
            if words in self.nothing and known:
                self.counted[words] += 1
            if not self.counted:
                return False
            now = clock.now()
            if self.written is not None and now - self.written < EVERY:
                return False
            self.written = now
            return True

    def taken(self) -> dict[str, int]:
        with self.lock:
            counted, self.counted = dict(self.counted), Counter()
        return counted


def tally() -> Tally:
    found: Tally = current_app.extensions.setdefault("unmet_searches", Tally())
    return found


def note_found(typed: str, *, found: bool) -> None:
    """A page of the list was made for these words."""
    if words := keepable(typed):
        tally().made(words, found=found)


def counted(words_asked: Callable[[], str]) -> Callable[[_View[P]], _View[P]]:
    """Mark the list: what visitors ask of it in vain is counted, kept page or not. The page itself
    writes nothing. `words_asked` gives the words of the request."""

    def mark(view: _View[P]) -> _View[P]:
        @wraps(view)
        def wrapper(*args: P.args, **parts: P.kwargs) -> ResponseReturnValue:
            response = make_response(view(*args, **parts))
            words = keepable(words_asked()) if response.status_code == 200 else ""
            if words and current_actor().is_anonymous and tally().asked(words):
                app = current_app._get_current_object()  # type: ignore[attr-defined]
                response.call_on_close(partial(_write, app))
            return response

        return wrapper

    return mark


def _write(app: Flask) -> None:
    try:
        with app.app_context(), transaction():
            if found := tally().taken():
                unmet.count_unmet(found, clock.today(), actor=SYSTEM)
    except SQLAlchemyError:
        log.warning("searches that found nothing could not be noted", exc_info=True)
