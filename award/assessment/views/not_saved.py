"""A score sheet that was sent by somebody who may not, since then: nothing typed may be lost.

They were signed out, or gave the application up in another window. Nothing is saved or looked up
here: the page shows what the browser has just sent.
"""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from award.assessment.views.assessor import blueprint
from award.design.errors import error_page
from award.design.rescue import Rescued, rescued
from award.foundation.policy import can
from award.foundation.web import current_actor

SHEETS = ("assessment.desk", "assessment.versions")
WRITTEN = ("score_", "justification_", "in_scope", "recommend", "comments_for_", "both_")


@blueprint.before_request
def keep_what_was_typed() -> ResponseReturnValue | None:
    """Instead of the way to the sign-in page, which would drop it."""
    if current_actor().is_anonymous and _sent().typed:
        return _signed_out(403)
    return None


@blueprint.errorhandler(CSRFError)
def expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is that of an earlier session, whether or not somebody has signed in since."""
    if _sent().typed:
        return _signed_out(400)
    return error_page(400, reference=g.get("request_id"), template="csrf"), 400


@blueprint.errorhandler(404)
def not_here(_error: NotFound) -> ResponseReturnValue:
    """The same words whatever the reason, a conflict or a mistyped reference: they tell nothing."""
    sent = _sent()
    if not (sent.typed or can(current_actor(), "assessment.dashboard")):
        return error_page(404, reference=g.get("request_id")), 404
    return render_template("assessment/not_here.html", about=sent.about, typed=sent.typed), 404


def _signed_out(status: int) -> ResponseReturnValue:
    sent = _sent()
    page = render_template(
        "applications/signed_out.html",
        signed_out=current_actor().is_anonymous,
        about=sent.about,
        typed=sent.typed,
        back=url_for(".desk", **(request.view_args or {})),
        open_again="Open the score sheet again",
    )
    return page, status


def _sent() -> Rescued:
    """What was written on a score sheet; nothing when another page was asked for."""
    return rescued(request.form, WRITTEN if request.endpoint in SHEETS else ())
