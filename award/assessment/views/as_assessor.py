"""The applicant reads their own application as assessors will."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.applications.queries.naming import names_on_team
from award.assessment.queries import before_reading
from award.assessment.rules.reading import kept_from, named_in
from award.foundation.files.downloads import attachment
from award.foundation.files.types import TYPES
from award.foundation.web import not_found, requires
from award.rounds.queries.criteria import criteria_of
from award.rounds.rules.values import applicant_hidden

blueprint = Blueprint("as_assessor", __name__)


@blueprint.get("/applications/<reference>/as-an-assessor")
@requires("application.view", load=own_application)
def show(application: Application) -> ResponseReturnValue:
    """By criterion, masked as the round masks it, with what is left out."""
    reference, round_ = application.reference, application.round
    found = before_reading.its_own(
        application,
        lambda key: url_for(".file", reference=reference, key=key),
        criteria_of(round_.id),
    )
    team = names_on_team(application.id) if applicant_hidden(round_.blindness) else []
    return render_template(
        "assessment/as_assessor.html",
        application=application,
        reading=found.reading,
        kept=kept_from(found.content, found.questions, round_.blindness),
        named=named_in(found.content, found.questions, round_.blindness, team),
    )


@blueprint.get("/applications/<reference>/as-an-assessor/files/<key>")
@requires("application.view", load=own_application)
def file(application: Application, key: str) -> ResponseReturnValue:
    """The very copy that assessors get, under the name that they see."""
    lying = before_reading.own_copy(application, key) or not_found()
    return attachment(lying.lies_at, lying.name, TYPES[lying.type])
