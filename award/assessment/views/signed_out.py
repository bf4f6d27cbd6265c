"""A score sheet that was sent by somebody signed out since: nothing typed may be lost.

Nothing is saved and nothing is looked up here: the page shows what the browser has just sent.
"""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from award.assessment.views.assessor import blueprint
from award.design.errors import error_page
from award.foundation.web import current_actor

SHEETS = ("assessment.desk", "assessment.versions")
WRITTEN = ("score_", "justification_", "comments_for_", "both_")


@blueprint.before_request
def keep_what_was_typed() -> ResponseReturnValue | None:
    """Instead of the way to the sign-in page, which would drop it."""
    if request.endpoint in SHEETS and current_actor().is_anonymous and _typed():
        return _answer(403)
    return None


@blueprint.errorhandler(CSRFError)
def expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is that of an earlier session, whether or not somebody has signed in since."""
    if request.endpoint in SHEETS and _typed():
        return _answer(400)
    return error_page(400, reference=g.get("request_id"), template="csrf"), 400


def _answer(status: int) -> ResponseReturnValue:
    page = render_template(
        "applications/signed_out.html",
        signed_out=current_actor().is_anonymous,
        typed=_typed(),
        back=url_for(".desk", **(request.view_args or {})),
        open_again="Open the score sheet again",
    )
    return page, status


def _typed() -> dict[str, str]:
    """What was written for each part, under its name in the form in plain letters: looking up
    the criterion itself would tell a stranger that the application is assessed."""
    return {
        name.replace("_", " ").capitalize(): text
        for name, text in request.form.items()
        if name.startswith(WRITTEN) and text.strip()
    }
