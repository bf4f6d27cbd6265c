"""Limits on internet addresses: how often the forms that send email may be used from one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from flask_limiter import Limiter, RateLimitExceeded, RequestLimit
from limits import parse
from werkzeug.exceptions import NotFound

from award.accounts.rules.registers import LOOK_UPS
from award.accounts.rules.throttle import FORMS_PER_ADDRESS
from award.accounts.views.waiting import View, wait_page


def _address() -> str:
    return request.remote_addr or ""


def _breached(limit: RequestLimit) -> Response:
    return make_response(wait_page(datetime.fromtimestamp(limit.reset_at, UTC), what="forms"))


def slow_look_ups(person: int | None) -> datetime | None:
    """Count a look-up of a number; when the person has made too many, until when they wait."""
    limiter: Limiter = current_app.extensions["award_limiter"]
    try:
        with limiter.shared_limit(LOOK_UPS, scope="look-ups", key_func=lambda: str(person)):
            return None
    except RateLimitExceeded as error:
        at = limiter.limiter.get_window_stats(error.limit.limit, str(person), "look-ups").reset_time
        return datetime.fromtimestamp(at, UTC)


def slowed_forms(scope: str, limit: str) -> Callable[[View], View]:
    """Count what is sent to a view by internet address, apart from the forms of accounts."""

    def wrap(view: View) -> View:
        @wraps(view)
        def send(**parts: Any) -> Any:
            if request.method != "POST":
                return view(**parts)
            limiter: Limiter = current_app.extensions["award_limiter"]
            try:
                with limiter.shared_limit(limit, scope=scope):
                    pass
            except RateLimitExceeded as error:
                at = limiter.limiter.get_window_stats(error.limit.limit, _address(), scope)
                return wait_page(datetime.fromtimestamp(at.reset_time, UTC), what="forms")
            return view(**parts)

        return send

    return wrap


def slow_guesses(scope: str, limit: str) -> Callable[[View], View]:
    """Count by internet address how often a view finds nothing; whoever has guessed too often
    waits, whatever they ask it for next."""
    item = parse(limit)

    def wrap(view: View) -> View:
        @wraps(view)
        def look(**parts: Any) -> Any:
            limiter: Limiter = current_app.extensions["award_limiter"]
            if not limiter.enabled:
                return view(**parts)
            strategy = limiter.limiter
            if not strategy.test(item, scope, _address()):
                at = strategy.get_window_stats(item, scope, _address())
                return wait_page(datetime.fromtimestamp(at.reset_time, UTC), what="forms")
            try:
                return view(**parts)
            except NotFound:
                strategy.hit(item, scope, _address())
                raise

        return look

    return wrap


def count_nothing(app: Flask) -> None:
    """No limits, for an app of which nothing is in reach of the world: where its requests are
    compared, what those before them used up would be a difference."""
    app.extensions["award_limiter"].enabled = False


def limit_forms(app: Flask, *endpoints: str) -> None:
    """Count what is sent to these endpoints together, by internet address.

    In memory each process counts for itself; with `AWARD_LIMITS_URL` on Redis they count together,
    and in memory again while Redis does not answer.
    """
    url = app.config["SETTINGS"].limits_url
    limiter = Limiter(
        _address,
        app=app,
        storage_uri=url,
        strategy="moving-window",
        in_memory_fallback_enabled=url != "memory://",
        on_breach=_breached,
    )
    app.extensions["award_limiter"] = limiter
    shared: Any = limiter.shared_limit(FORMS_PER_ADDRESS, scope="forms", methods=["POST"])
    for endpoint in endpoints:
        view: View = app.view_functions[endpoint]
        app.view_functions[endpoint] = shared(view)
