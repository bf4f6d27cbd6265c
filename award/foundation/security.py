"""Headers on every response, and the id that joins a request's log lines."""

from __future__ import annotations

import logging
import secrets
from contextvars import ContextVar

from flask import Flask, Response, g, request

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


def content_security_policy(script_hashes: tuple[str, ...] = ()) -> str:
    """Only our own files; no inline script or style, except scripts with these hashes.

    `script_hashes` are CSP sources, quotes included.
    """
    scripts = " ".join(["'self'", *script_hashes])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _start_request() -> None:
    g.request_id = secrets.token_hex(8)
    _request_id.set(g.request_id)


def init_app(app: Flask) -> None:
    """Headers, request ids and conditional responses for every page."""
    app.config.setdefault("CSP_SCRIPT_HASHES", ())
    policy = content_security_policy(app.config["CSP_SCRIPT_HASHES"])
    settings = app.config["SETTINGS"]

    def finish(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Request-Id"] = g.get("request_id", "-")
        if settings.secure_cookies:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and "Cache-Control" not in headers:
            signed_in = g.get("actor") is not None and g.actor.user_id is not None
            headers["Cache-Control"] = "no-store" if signed_in else "no-cache"
            if (
                request.method == "GET"
                and response.status_code == 200
                and not signed_in
                and not response.is_streamed
                and "Set-Cookie" not in headers
            ):
                response.add_etag()
                response.make_conditional(request)
        return response

    app.before_request(_start_request)
    app.after_request(finish)
