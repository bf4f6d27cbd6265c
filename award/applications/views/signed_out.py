"""A section's page that was sent by somebody signed out since: nothing typed may be lost.

Nothing is saved and nothing is looked up here: the page shows what the browser has just sent.
"""

from __future__ import annotations

from flask import g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from award.applications import queries
from award.applications.forms.kinds import PREFIX
from award.applications.models import Application
from award.applications.views.blueprint import blueprint
from award.design.errors import error_page
from award.design.rescue import Rescued, rescued
from award.foundation.web import current_actor, requires

SAVE, AUTOSAVE = "applications.save_section", "applications.autosave"


@blueprint.get("/applications/<reference>/<section>/autosave")
@requires("application.edit", load=queries.own_application)
def fresh_token(application: Application, section: str) -> ResponseReturnValue:
    """A token for a page that outlived its session; only a page of this site can read it."""
    return jsonify(csrf_token=generate_csrf())


@blueprint.before_request
def keep_what_was_typed() -> ResponseReturnValue | None:
    """Instead of the way to the sign-in page, which would drop it."""
    if request.endpoint in (SAVE, AUTOSAVE) and _sent().typed and current_actor().is_anonymous:
        return _answer(403)
    return None


@blueprint.errorhandler(CSRFError)
def expired(_error: CSRFError) -> ResponseReturnValue:
    """The token is that of an earlier session, whether or not somebody has signed in since."""
    if request.endpoint in (SAVE, AUTOSAVE):
        return _answer(400)
    return error_page(400, reference=g.get("request_id"), template="csrf"), 400


def _answer(status: int) -> ResponseReturnValue:
    signed_out = current_actor().is_anonymous
    if request.endpoint != SAVE:
        return jsonify(signed_out=signed_out), status
    sent = _sent()
    page = render_template(
        "applications/signed_out.html",
        signed_out=signed_out,
        about=sent.about,
        typed=sent.typed,
        back=url_for(".section", **(request.view_args or {})),
    )
    return page, status


def _sent() -> Rescued:
    return rescued(request.form, (PREFIX,))
