"""Headers on every response, and the id that joins a request's log lines."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from flask import Flask, Response, g, request, session

log = logging.getLogger(__name__)

F = TypeVar("F", bound=Callable[..., Any])
BY_LINK: Final = "__by_link__"
SAME: Final = "__same_for_all__"
HELD_BY_LINK: Final = "held_by_link"
"""In the session: references of what this browser came to by a link that is its owner’s."""
_OF_A_KEY: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


_NOWHERE: Final = {key: _OF_A_KEY[key] for key in ("X-Robots-Tag", "Cache-Control")}
"""For addresses with a key in them that need an account, or the referrer of their own forms: no
other site is told the referrer anyway."""


def by_link(view: F) -> F:
    """Mark a page whose address is all that one needs to read it: no search engine lists it, no
    other page is told where a visitor came from, nothing keeps it."""
    setattr(view, BY_LINK, True)
    return view


def _is(mark: str, app: Flask) -> bool:
    return hasattr(app.view_functions.get(request.endpoint or ""), mark)


def _is_by_link(app: Flask) -> bool:
    return _is(BY_LINK, app)


def views_by_link(app: Flask) -> Iterator[Callable[..., Any]]:
    """All that are so marked."""
    return (view for view in app.view_functions.values() if hasattr(view, BY_LINK))


def same_for_all(view: F) -> F:
    """Mark what is the same for whoever asks, signed in or not: their browser may keep it, and asks
    each time whether it is still there."""
    setattr(view, SAME, True)
    return view


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


def _warn_of_a_proxy(app: Flask) -> None:
    """Once: behind a proxy that nobody told us of, everybody has the proxy's address, and limits
    on addresses would take them for one."""
    if "X-Forwarded-For" not in request.headers or app.extensions.get("proxy_warned"):
        return
    app.extensions["proxy_warned"] = True
    log.warning(
        "X-Forwarded-For arrives and is not trusted: if there is a proxy in front, set"
        " AWARD_TRUSTED_PROXIES to how many; until then everybody behind it counts as one address"
    )


def new_request_id() -> str:
    """Begin a request: an id for its log lines, which the answer carries too."""
    made = secrets.token_hex(8)
    _request_id.set(made)
    return made


def request_id() -> str:
    """Of the request that is being answered, whatever went wrong before it had one."""
    if "request_id" not in g:
        g.request_id = new_request_id()
    return str(g.request_id)


def _start_request() -> None:
    g.request_id = new_request_id()


def head(app: Flask) -> dict[str, str]:
    """The headers of every answer, pages and static files alike."""
    app.config.setdefault("CSP_SCRIPT_HASHES", ())
    headers = {
        "Content-Security-Policy": content_security_policy(app.config["CSP_SCRIPT_HASHES"]),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if app.config["SETTINGS"].secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


_OF_NOBODY = frozenset({"csrf_token", "fs_cc"})


def _is_private(response: Response, app: Flask) -> bool:
    """Is the answer for whoever asked alone? All are but pages that are the same for every
    visitor: those that need a permission, that sign-in is made of, that a form was sent to, that
    failed, that change the cookie or say something of what it holds."""
    access = app.extensions.get("endpoint_access", {}).get(request.endpoint)
    return (
        access != "public"
        or request.method not in ("GET", "HEAD")
        or request.blueprint in ("security", "accounts")
        or _is_by_link(app)
        or response.status_code >= 400
        or session.modified
        or not (_is(SAME, app) or _OF_NOBODY.issuperset(session))
    )


def _say_who_may_keep(response: Response, app: Flask) -> None:
    """One header for every page, whatever a library set: a private page is kept nowhere, so that
    going back after signing out finds nothing. A public one may be asked about again."""
    headers = response.headers
    if _is_private(response, app):
        headers["Cache-Control"] = "no-store"
        for name in ("ETag", "Last-Modified", "Expires"):
            headers.pop(name, None)
        return
    headers["Cache-Control"] = "no-cache"
    if response.status_code == 200 and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)


def init_app(app: Flask) -> None:
    """Headers, request ids and conditional responses for every page."""
    always = head(app)

    def finish(response: Response) -> Response:
        headers = response.headers
        headers.update(always)
        headers["X-Request-Id"] = request_id()
        if request.endpoint != "static" or response.status_code >= 400:
            _say_who_may_keep(response, app)
        if _is_by_link(app):
            headers.update(_OF_A_KEY)
        elif "token" in (request.view_args or {}):
            headers.update(_NOWHERE)
        return response

    # first of all: what fails after it, reading the body for one, is told by its id
    app.before_request_funcs.setdefault(None, []).insert(0, _start_request)
    if not app.config["SETTINGS"].trusted_proxies:
        app.before_request(lambda: _warn_of_a_proxy(app))
    app.after_request(finish)
