"""What the applicant reads once a decision has been released."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from award.decisions.models import Decision
from award.decisions.queries import decisions
from award.decisions.queries.said import text_of
from award.decisions.queries.told import AsTold, as_told, told_of
from award.decisions.rules.grounds import CHOSEN, reason_of, when_praised
from award.decisions.rules.states import DecisionState
from award.decisions.rules.told import Told
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
        leads_on=pointers("application", [application.id])[application.id],
        asks=pointers("asked apart", [application.id])[application.id],
        **(
            _withheld(decision)
            if _waits(decision)
            else _said(
                decision, told_of(decision), decision.feedback.text if decision.feedback else ""
            )
        ),
    )


def _waits(decision: Decision) -> bool:
    return decision.application.round.feedback_apart and decision.feedback is None


@blueprint.get("/manage/applications/<reference>/outcome")
@requires("decision.told", load=as_told)
def told(found: AsTold) -> ResponseReturnValue:
    """The same for the programme team, before the release too, and for who chairs the round."""
    waits, out = _waits(found.decision), found.decision.feedback
    comes = waits or found.decision.state == DecisionState.STAGED
    text = text_of(found.decision.application_id) if comes else out.text if out else ""
    return render_template(
        "decisions/told.html",
        found=found,
        waits=waits,
        **_said(found.decision, found.scores, text),
    )


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision,
        "application": decision.application,
        "reason": reason_of(decision.ground),
    }


def _withheld(decision: Decision) -> dict[str, Any]:
    """What the page says while feedback is to come: nothing that assessors said or scored."""
    return {**_decided(decision), "later": True}


def _said(decision: Decision, scores: Told | None, text: str) -> dict[str, Any]:
    """All that it says, whoever reads it; `text` instead of what each assessor said."""
    return {
        **_decided(decision),
        "praised": when_praised(decision.ground),
        "feedback": text,
        "comments": () if text else decisions.comments_for_applicant(decision),
        "scores": scores,
        "no_reason": decision.ground in CHOSEN,
    }
