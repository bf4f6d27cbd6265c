"""What the worker does for those who follow a search."""

from __future__ import annotations

from flask import current_app

from award.foundation import clock
from award.foundation.db import snapshot, transaction
from award.foundation.policy import SYSTEM
from award.watching.queries.news import news_plan
from award.watching.rules.limits import FROM_HOUR
from award.watching.services import following, telling


def tell_what_is_new() -> None:
    """Not at night. All searches are asked before anything is written, so that nobody waits."""
    if clock.london(clock.now()).hour < FROM_HOUR:
        return
    base_url = current_app.config["BASE_URL"].rstrip("/")
    with transaction():
        telling.warn(base_url=base_url, actor=SYSTEM)
    with snapshot():
        found = news_plan(clock.now())
    if found is None:
        return
    for start in range(0, len(found.due), telling.AT_ONCE):
        some = found.due[start : start + telling.AT_ONCE]
        with transaction():
            telling.tell(found, some, base_url=base_url, actor=SYSTEM)


def forget_old_watches() -> None:
    with transaction():
        following.forget(actor=SYSTEM)
