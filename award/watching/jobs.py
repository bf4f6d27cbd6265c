"""What the worker does for those who follow something."""

from __future__ import annotations

from functools import partial

from flask import current_app

from award.foundation import clock
from award.foundation.db import snapshot, transaction
from award.foundation.one_by_one import some_at_once
from award.foundation.policy import SYSTEM
from award.watching.queries.news import news_plan
from award.watching.queries.openings import openings
from award.watching.rules.limits import FROM_HOUR
from award.watching.services import following, telling
from award.watching.services import openings as opening


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
    tell = partial(telling.tell, found, base_url=base_url, actor=SYSTEM)
    some_at_once(found.due, telling.AT_ONCE, tell, "telling what is new")


def tell_of_rounds() -> None:
    """That a round has opened. Not at night."""
    if clock.london(clock.now()).hour < FROM_HOUR:
        return
    with snapshot():
        found = openings(clock.now())
    if found is None:
        return
    base_url = current_app.config["BASE_URL"].rstrip("/")
    tell = partial(opening.tell, found, base_url=base_url, actor=SYSTEM)
    some_at_once(found.due, telling.AT_ONCE, tell, "telling of rounds that opened")


def forget_old_watches() -> None:
    with transaction():
        following.forget(actor=SYSTEM)
