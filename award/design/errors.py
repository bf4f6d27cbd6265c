"""Pages for when something went wrong. Each is a template, `errors/<status>.html`.

A page that reports a failure must not depend on what may have failed: if the ordinary page can't
be drawn (no database for the header, say), the same template is drawn with none of the app's
context. A 500 is always drawn that way.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

STATUSES: Final = (400, 403, 404, 405, 413, 429, 500, 503)


def error_page(status: int, *, reference: str | None = None, template: str | None = None) -> str:
    """The page for a status (500's for one we have no page for).

    `reference` is the request id, for people to quote. `template` picks a page by name, such as
    "csrf" for a form whose token has expired.
    """
    name = f"errors/{template or (status if status in STATUSES else 500)}.html"
    context = {"status": status, "reference": reference}
    if status < 500:
        try:
            return render_template(name, **context)
        except Exception:
            current_app.logger.exception("error page %s failed with the app's context", status)
    page = current_app.jinja_env.get_template(name)
    return page.render(standalone=True, **context)


def init_app(app: Flask) -> None:
    """Answer every failure with a page in the service's own design."""

    def failed(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response  # a redirect, or a response that a view made itself
        status = error.code or 500
        return error_page(status, reference=g.get("request_id")), status

    def expired(_error: CSRFError) -> ResponseReturnValue:
        return error_page(400, reference=g.get("request_id"), template="csrf"), 400

    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(CSRFError, expired)
