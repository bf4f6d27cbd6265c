"""Keeping a staged decision out of releases, and letting it go out again."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.decisions.models import Decision
from award.decisions.queries import decisions, staged
from award.decisions.rules.releasing import said_by
from award.decisions.rules.states import DecisionState
from award.decisions.services import refusals
from award.foundation import audit, earlier
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor


@act("decision.stage")
def hold_decision(
    application: Application, reason: str, *, expected_version: int | None = None, actor: Actor
) -> None:
    """Keep what is staged out of releases until somebody lets it go. Its money stays promised."""
    decision = _staged(application, expected_version)
    if not reason.strip():
        raise Refused("Say why it is held back", field="reason")
    if decision.held_because:
        raise Refused("It is held back already. The reason stands above.", rule="stale")
    was = {application.reference: said_by(decision)}
    decision.held_because = reason.strip()
    db.session.flush()
    earlier.keep("decision", application.round_id, was)  # whoever has the page of the release open
    told = {"application": application.reference, "held_because": decision.held_because}
    audit.record(actor, "decision.hold", decision, told)


@act("decision.stage")
def let_go(application: Application, *, expected_version: int | None = None, actor: Actor) -> None:
    """Let it go out with the next release."""
    decision = _staged(application, expected_version)
    if not decision.held_because:
        raise Refused("It isn’t held back any more, so nothing was changed.", rule="stale")
    decision.held_because = ""
    db.session.flush()
    audit.record(actor, "decision.unhold", decision, {"application": application.reference})


def _staged(application: Application, expected_version: int | None) -> Decision:
    staged.lock_round(application.round)
    refusals.not_being_released(application.round)
    held = application_for_update(application.id)
    refusals.can_be_decided(held)
    decision = decisions.decision_of(held)
    refusals.as_seen(decision, expected_version)
    if decision is None or decision.state != DecisionState.STAGED:
        raise Refused("Nothing is staged about this application.", rule="stale")
    return decision
