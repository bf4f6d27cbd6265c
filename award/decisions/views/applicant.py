"""What the applicant reads once a decision has been released."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from award.decisions.models import Decision
from award.decisions.queries import decisions
from award.decisions.rules.grounds import reason_of, when_praised
from award.decisions.views.pages import blueprint
from award.foundation.pointers import pointers
from award.foundation.web import requires


@blueprint.get("/applications/<reference>/outcome")
@requires("decision.outcome", load=decisions.outcome_for_lead)
def outcome(decision: Decision) -> ResponseReturnValue:
    """The decision in words, with what the assessors wrote for the applicant."""
    application = decision.application
    return render_template(
        "decisions/outcome.html",
        decision=decision,
        application=application,
        leads_on=pointers("application", [application.id])[application.id],
        asks=pointers("asked apart", [application.id])[application.id],
        reason=reason_of(decision.ground),
        praised=when_praised(decision.ground),
        comments=decisions.comments_for_applicant(decision),
    )
