"""Staging decisions: nobody outside the programme sees anything of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.services.hiding import refuse_assessors
from award.decisions.models import Decision
from award.decisions.queries import decisions, staged
from award.decisions.rules.grounds import Ground
from award.decisions.rules.releasing import said_by
from award.decisions.rules.states import Outcome
from award.decisions.services import refusals
from award.decisions.services.noting import with_minutes
from award.foundation import audit, earlier
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.errors import Ticks
from award.foundation.policy import Actor

CODES = frozenset({"outcome", "ground"})
READ_BY_APPLICANT = ("conditions", "words_for_applicant")


@act("decision.stage")
def stage_decision(
    application: Application,
    outcome: Outcome,
    *,
    amount_gbp: int | None = None,
    reserve_position: int | None = None,
    conditions: str = "",
    note: str = "",
    exception_reason: str = "",
    ground: Ground | None = None,
    words_for_applicant: str = "",
    about_nobody: Ticks = (),
    answered: Ticks = (),
    expected_version: int | None = None,
    actor: Actor,
) -> Decision:
    """Stage a decision about `application`, or change the one that is staged.

    `outcome` is fund, reserve or reject. Funding needs an amount in whole pounds; more than was
    asked for needs a note that says why. What departs from the round's rules (see
    `rules.exceptions`) needs `exception_reason`, and a refusal a `ground` that holds. A
    place on the reserve list is one application's alone. Words that may name an assessor are asked
    about unless they are `about_nobody`, and so is a place on the reserve list while there is money
    for it, unless that was `answered`. `expected_version` is the version that
    the person saw (`NEW` for none); StaleVersion when it has moved on, Refused when a rule says no.
    What a second person confirmed has to be confirmed again once it is changed.
    """
    staged.lock_round(application.round)
    refusals.not_being_released(application.round)
    application = application_for_update(application.id)
    refusals.can_be_decided(application)
    decision = decisions.decision_of(application)
    refusals.as_seen(decision, expected_version)
    note = with_minutes({application.id: note})[application.id]
    refusals.values(application, outcome, amount_gbp, reserve_position, note)
    if outcome == Outcome.RESERVE and reserve_position is not None:
        refusals.place_is_free(application, reserve_position, actor)
    refusals.reason_for_exception(application, outcome, exception_reason, ground)
    if outcome == Outcome.REJECT:
        refusals.ground_holds(application, ground, actor)
    values = values_of(
        outcome,
        amount_gbp=amount_gbp,
        reserve_position=reserve_position,
        conditions=conditions,
        note=note,
        exception_reason=exception_reason,
        ground=ground,
        words_for_applicant=words_for_applicant,
    )
    read = {name: values[name] for name in READ_BY_APPLICANT}
    refuse_assessors(application, read, about_nobody=about_nobody, actor=actor)
    if outcome == Outcome.RESERVE and (decision is None or decision.outcome != outcome):
        waits = {application.id: application.reference}
        refusals.ask_about_money(
            application.round, waits, field="reserve_position", answered=answered, actor=actor
        )
    return _keep(application, decision, values, actor)


def values_of(
    outcome: Outcome,
    *,
    amount_gbp: int | None = None,
    reserve_position: int | None = None,
    conditions: str = "",
    note: str = "",
    exception_reason: str = "",
    ground: Ground | None = None,
    words_for_applicant: str = "",
) -> dict[str, Any]:
    """The columns of a decision, without what its outcome has no use for."""
    return {
        "outcome": outcome,
        "amount_gbp": amount_gbp if outcome == Outcome.FUND else None,
        "reserve_position": reserve_position if outcome == Outcome.RESERVE else None,
        "conditions": conditions.strip() if outcome == Outcome.FUND else "",
        "note": note.strip(),
        "exception_reason": exception_reason.strip(),
        "ground": ground if outcome == Outcome.REJECT else None,
        "words_for_applicant": words_for_applicant.strip() if outcome == Outcome.REJECT else "",
    }


def told_of(
    application: Application, decision: Decision, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """What the audit trail keeps of a decision that is staged or changed."""
    digest = audit.digest_of(decisions.as_data(decision))
    told = {"application": application.reference, "ground": decision.ground}
    return {**told, **changes, "digest": digest}


def _keep(
    application: Application, decision: Decision | None, values: dict[str, Any], actor: Actor
) -> Decision:
    if decision is None:
        person = refusals.person(actor)
        decision = Decision(application_id=application.id, decided_by_id=person, **values)
        db.session.add(decision)
        verb, changes = "decision.stage", values
    else:
        was = said_by(decision)
        for name, value in values.items():
            setattr(decision, name, value)
        changes = changed_columns(decision)
        if not changes:
            return decision
        _keep_shown(application, was)
        decision.decided_by_id = refusals.person(actor)
        decision.confirmed_by_id = decision.confirmed_at = None  # of what it was
        verb = "decision.change"
    db.session.flush()
    audit.record(actor, verb, decision, told_of(application, decision, changes), codes=CODES)
    return decision


def _keep_shown(application: Application, was: list[Any]) -> None:
    """Whoever has the page of the release open is told what it said."""
    earlier.keep("decision", application.round_id, {application.reference: was})


@act("decision.stage")
def clear_decision(
    application: Application, *, expected_version: int | None = None, actor: Actor
) -> None:
    """Take a staged decision away, as if none had been made. The audit trail keeps which it was,
    and of its words a digest."""
    staged.lock_round(application.round)
    refusals.not_being_released(application.round)
    application = application_for_update(application.id)
    refusals.can_be_decided(application)
    decision = decisions.decision_of(application)
    if decision is None:
        return
    refusals.as_seen(decision, expected_version)
    was = {"application": application.reference, **decisions.as_data(decision)}
    _keep_shown(application, said_by(decision))
    audit.record(actor, "decision.clear", decision, was, codes=CODES)
    db.session.delete(decision)
    db.session.flush()
