"""Pages for when something went wrong. Each is a template, `errors/<status>.html`, and shows what
the failed request sent, so that nothing typed is lost (`award.design.rescue`).

A page that reports a failure must not depend on what may have failed: if the ordinary page can't
be drawn (no database for the header, say), the same template is drawn with none of the app's
context. A 500 is always drawn that way.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, ServiceUnavailable, Unauthorized

from award.design import rescue
from award.foundation import security
from award.foundation.db import READ_METHODS, db, is_there_already
from award.foundation.errors import NotYet, Refused, StaleVersion
from award.foundation.web import by_script, current_actor, taken_too

log = logging.getLogger(__name__)

UNFIT: Final = "Part of what you sent is too long or too large to keep. Shorten it and try again."
NO_ROOM_OR_FILE: Final = (
    "disk is full", "disk I/O error", "is locked", "unable to open", "readonly database",
)  # fmt: skip
STATUSES: Final = (400, 403, 404, 405, 413, 429, 500, 503)
NOT_SAVED: Final = {
    403: "Not saved: your account may not do this any more. Copy what you typed.",
    404: "Not saved: this page is not there for you any more. Copy what you typed.",
    503: "Not saved: the service can’t save anything just now.",
    413: "Not saved: this is too large to send. Make it shorter.",
    429: "Not saved: too many tries. Wait a few minutes.",
}


def error_page(
    status: int, *, reference: str | None = None, template: str | None = None, **more: Any
) -> str:
    """The page for a status (500's for one we have no page for).

    `reference` is the request id, for people to quote. `template` picks a page by name, such as
    "signed_out". `more` is for that template alone.
    """
    name = f"errors/{template or (status if status in STATUSES else 500)}.html"
    stale = template == "signed_out"
    kept = rescue.can_be_sent_on(status, stale=stale)
    context = {"status": status, "reference": reference, "kept": kept, "errors": None} | more
    if status < 500:
        try:
            return render_template(name, **context)
        except Exception:
            current_app.logger.exception("error page %s failed with the app's context", status)
    page = current_app.jinja_env.get_template(name)
    return page.render(standalone=True, **context)


def _answer(status: int, outcome: str, said: str, **more: Any) -> ResponseReturnValue:
    """The same to a page's script: see `award.design.saving`."""
    return jsonify(outcome=outcome, said=said, **more), status


def failed(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None:
        return error.response  # a redirect, or a response that a view made itself
    if by_script():
        said = NOT_SAVED.get(status, "Not saved: something went wrong on our side.")
        return _answer(status, "refused" if status in NOT_SAVED and status < 500 else "error", said)
    return error_page(status, reference=security.request_id()), status


def _no_page(error: MethodNotAllowed) -> ResponseReturnValue:
    """An address that forms alone send to, opened after all: by going back, by a reload after a
    refusal. The page that such a form stands on is one step above."""
    above = request.path.rpartition("/")[0]
    opened = request.method in READ_METHODS and "POST" in (error.valid_methods or ())
    return redirect(above) if opened and above and _is_page(above) else failed(error)


def _is_page(path: str) -> bool:
    paths = current_app.create_url_adapter(request)
    try:
        return paths is not None and bool(paths.match(path, method="GET"))
    except HTTPException:  # a page that has moved too: it leads on by itself
        return False


def _signed_out(error: Unauthorized) -> ResponseReturnValue:
    """Somebody whose session is over, on the way to a page or with a form filled in."""
    if by_script():
        return _answer(403, "signed_out", "")
    if error.response is not None and not rescue.sent().typed:
        return error.response
    return _late(403)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is that of an earlier session, whether or not somebody has signed in since. A
    script is told the present one: only a page of ours can read the answer."""
    if by_script():
        token = None if current_actor().is_anonymous else generate_csrf()
        return _answer(400, "signed_out", "", csrf_token=token)
    if rescue.sent().typed:
        return _late(400)
    return error_page(400, reference=security.request_id(), template="csrf"), 400


def _late(status: int) -> ResponseReturnValue:
    page = error_page(
        status,
        template="signed_out",
        signed_out=current_actor().is_anonymous,
        sign_in=url_for("security.login", next=request.full_path.rstrip("?")),
    )
    return page, status


def _refused(refusal: Refused) -> ResponseReturnValue:
    """A refusal that no form took."""
    log.info("refused by rule %s: %s", refusal.rule, refusal.reason)
    if by_script():
        return _answer(409, "refused", refusal.reason)
    return error_page(409, template="refused", reason=refusal.reason), 409


def _not_yet(refusal: NotYet) -> ResponseReturnValue:
    log.info("refused before %s: %s", refusal.opens_at, refusal.reason)
    if by_script():
        return _answer(403, "refused", refusal.reason)
    page = error_page(403, template="not_yet", reason=refusal.reason, opens_at=refusal.opens_at)
    return page, 403


def _unfit(error: DataError) -> ResponseReturnValue:
    """Longer or larger than its column, where no form said so: nothing of it was kept."""
    db.session.rollback()
    log.error("the database takes no such value: %s", error.orig)
    if by_script():
        return _answer(400, "refused", UNFIT)
    return error_page(400, template="refused", reason=UNFIT), 400


def _out_of_reach(error: OperationalError) -> ResponseReturnValue:
    """The database is full, busy, moved or down, which is no fault of what was asked. SQLite says
    the same class of a statement that is wrong."""
    said = str(error.orig)
    if db.engine.dialect.name == "sqlite" and not any(words in said for words in NO_ROOM_OR_FILE):
        raise error
    with suppress(DBAPIError):  # what is full or away may not even be able to take back
        db.session.rollback()
    log.error("the database can't be used now: %s", said)
    return failed(ServiceUnavailable())


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return _refused(StaleVersion())


def _twice(error: IntegrityError) -> ResponseReturnValue:
    """Somebody wrote the same row a moment before. Any other broken constraint is our fault."""
    if not is_there_already(error):
        raise error
    db.session.rollback()
    return _refused(StaleVersion())


def _say_it_is_here(response: Response) -> Response:
    """A form that led on was taken: the page's script lets go of its copy on the device, and of
    those of the pages before it that `award.foundation.web.taken_too` named."""
    if request.method != "POST" or response.status_code not in (302, 303):
        return response
    paths = [*([request.path] if rescue.IN_WORDS in request.form else []), *taken_too()]
    if paths and not current_actor().is_anonymous:
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        taken = "|".join(quote(path) for path in paths)
        response.set_cookie("kept_sent", taken, max_age=60, secure=secure, samesite="Strict")
    return response


def init_app(app: Flask) -> None:
    """Answer every failure with a page in the service's own design."""
    app.after_request(_say_it_is_here)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(Unauthorized, _signed_out)
    app.register_error_handler(MethodNotAllowed, _no_page)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotYet, _not_yet)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _twice)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(OperationalError, _out_of_reach)
