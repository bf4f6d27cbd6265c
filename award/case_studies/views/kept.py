"""A text that was sent by somebody signed out since: shown again to copy, never dropped.

Nothing is saved and nothing is looked up here: the page shows what the browser has just sent.
"""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from award.case_studies.forms import StudyForm
from award.case_studies.rules.fields import EDITABLE, SEVERAL
from award.case_studies.views.staff import blueprint
from award.design.errors import error_page
from award.foundation.web import current_actor

__all__ = ["blueprint"]

EDIT = "case_studies_staff.edit"


@blueprint.before_request
def keep_what_was_typed() -> ResponseReturnValue | None:
    """Instead of the way to the sign-in page."""
    if request.endpoint == EDIT and _typed() and current_actor().is_anonymous:
        return _answer(403)
    return None


@blueprint.errorhandler(CSRFError)
def expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is that of an earlier session, whether or not somebody has signed in since."""
    if request.endpoint == EDIT:
        return _answer(400)
    return error_page(400, reference=g.get("request_id"), template="csrf"), 400


def _answer(status: int) -> ResponseReturnValue:
    page = render_template(
        "applications/signed_out.html",
        signed_out=current_actor().is_anonymous,
        typed=_typed(),
        back=url_for(".edit", **(request.view_args or {})),
    )
    return page, status


def _typed() -> dict[str, str]:
    """The texts, by the words above their boxes. A choice is quickly made again."""
    form = StudyForm()
    given = {key: request.form.get(key, "").strip() for key in EDITABLE if key not in SEVERAL}
    return {form[key].label.text: text for key, text in given.items() if " " in text}
