"""Staging decisions: nobody outside the programme sees anything of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from award.applications.models import Application
from award.decisions import queries
from award.decisions.models import Decision
from award.decisions.queries import Shortlist
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.states import DECIDABLE, OUTCOMES
from award.foundation import audit
from award.foundation.db import changed_columns, db
from award.foundation.errors import Refused, StaleVersion
from award.foundation.policy import Actor, can
from award.rounds.models import Round

NEW = 0
"""The version to expect when nothing was staged yet."""


def stage_decision(
    application: Application,
    outcome: str,
    *,
    amount_gbp: int | None = None,
    reserve_position: int | None = None,
    conditions: str = "",
    note: str = "",
    expected_version: int | None = None,
    actor: Actor,
) -> Decision:
    """Stage a decision about `application`, or change the one that is staged.

    `outcome` is fund, reserve or reject. Funding needs an amount in whole pounds; more than was
    asked for needs a note that says why. `expected_version` is the version that the person saw
    (`NEW` for none); StaleVersion when it has moved on, Refused when a rule says no.
    """
    _may_stage(application, actor)
    _check(application, outcome, amount_gbp, reserve_position, note)
    decision = queries.decision_of(application)
    if expected_version not in (None, decision.version if decision else NEW):
        raise StaleVersion()
    if decision is not None and decision.state != "staged":
        raise Refused("This decision has been released and can't be changed.", rule="released")
    values: dict[str, Any] = {
        "outcome": outcome,
        "amount_gbp": amount_gbp if outcome == "fund" else None,
        "reserve_position": reserve_position if outcome == "reserve" else None,
        "conditions": conditions.strip() if outcome == "fund" else "",
        "note": note.strip(),
    }
    if decision is None:
        decision = Decision(application_id=application.id, decided_by_id=_person(actor), **values)
        db.session.add(decision)
        verb, changes = "decision.stage", values
    else:
        for name, value in values.items():
            setattr(decision, name, value)
        changes = changed_columns(decision)
        if not changes:
            return decision
        decision.decided_by_id = _person(actor)
        verb = "decision.change"
    db.session.flush()
    audit.record(actor, verb, decision, {"application": application.reference, **changes})
    return decision


def clear_decision(
    application: Application, *, expected_version: int | None = None, actor: Actor
) -> None:
    """Take a staged decision away, as if none had been made. The audit trail keeps what it was."""
    _may_stage(application, actor)
    decision = queries.decision_of(application)
    if decision is None:
        return
    if expected_version not in (None, decision.version):
        raise StaleVersion()
    if decision.state != "staged":
        raise Refused("This decision has been released and can't be cleared.", rule="released")
    was = {
        "application": application.reference,
        "outcome": decision.outcome,
        "amount_gbp": decision.amount_gbp,
    }
    audit.record(actor, "decision.clear", decision, was)
    db.session.delete(decision)
    db.session.flush()


def to_stage_down_to_the_line(shortlist: Shortlist) -> list[ShortlistRow]:
    """Rows of a whole shortlist that can be staged to fund: above the funding line, over the
    threshold, with an ask, and with nothing decided about them yet."""
    return [
        row
        for row in shortlist.rows
        if row.place.within_budget
        and row.place.meets_threshold
        and row.outcome is None
        and row.ask_gbp
        and row.state in DECIDABLE
    ]


def stage_funding_down_to_the_line(
    round_: Round, *, references: Sequence[str], actor: Actor
) -> int:
    """Stage "fund" at the full ask for the rows that `to_stage_down_to_the_line` names.

    `references` are those that the person was shown; Refused when the list has changed since.
    Answers how many were staged.
    """
    rows = to_stage_down_to_the_line(queries.shortlist(round_, actor))
    if [row.reference for row in rows] != list(references):
        raise Refused(
            "The shortlist has changed since you opened this page. Look at the list again, then "
            "confirm.",
            rule="stale",
        )
    for row in rows:
        application = queries.application_to_decide(actor, row.reference)
        if application is None:
            raise Refused(f"{row.reference} can't be decided now.")
        stage_decision(application, "fund", amount_gbp=row.ask_gbp, actor=actor)
    return len(rows)


def _may_stage(application: Application, actor: Actor) -> None:
    if not can(actor, "decision.stage", application):
        raise Refused("Only programme staff can stage decisions.", rule="decision.stage")
    if application.state not in DECIDABLE:
        raise Refused(
            "A decision can be staged once an application is submitted, and until its decision is "
            "released.",
            rule="decidable",
        )


def _check(
    application: Application,
    outcome: str,
    amount_gbp: int | None,
    reserve_position: int | None,
    note: str,
) -> None:
    if outcome not in OUTCOMES:
        raise Refused("Select fund, reserve or do not fund.", field="outcome")
    if outcome == "fund":
        ask = application.amount_requested_gbp or 0
        if amount_gbp is None or amount_gbp <= 0:
            raise Refused("Enter the amount to award, more than £0.", field="amount_gbp")
        if amount_gbp > ask and not note.strip():
            raise Refused(
                f"£{amount_gbp:,} is more than the £{ask:,} asked for: say why in the note.",
                field="note",
            )
    if outcome == "reserve" and reserve_position is not None and reserve_position < 1:
        raise Refused("The place on the reserve list starts at 1.", field="reserve_position")


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Refused("A decision is made by a person.", rule="person")
    return actor.user_id
