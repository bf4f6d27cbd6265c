"""Limits on internet addresses: how often the forms that send email may be used from one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, make_response, request
from flask_limiter import Limiter, RequestLimit

from award.accounts.rules.throttle import FORMS_PER_ADDRESS
from award.accounts.views.waiting import View, wait_page


def _address() -> str:
    return request.remote_addr or ""


def _breached(limit: RequestLimit) -> Response:
    return make_response(wait_page(datetime.fromtimestamp(limit.reset_at, UTC), what="forms"))


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
    shared: Any = limiter.shared_limit(FORMS_PER_ADDRESS, scope="forms", methods=["POST"])
    for endpoint in endpoints:
        view: View = app.view_functions[endpoint]
        app.view_functions[endpoint] = shared(view)
