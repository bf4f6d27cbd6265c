"""What becomes of a place on the reserve list: decided and told at once, one application at a time.

Releases are of all that is staged together, so that nobody hears before anybody else; whoever is on
the reserve list has heard already, and waits for this alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.services.hiding import refuse_assessors
from award.decisions.models import Decision, Release, ReservePlace
from award.decisions.queries import decisions, staged
from award.decisions.queries.from_reserve import asked_about, before_on_reserve, read_about
from award.decisions.queries.invited import about_the_next
from award.decisions.rules.closing import said_of
from award.decisions.rules.confirming import alone_with_place
from award.decisions.rules.drafting import to_read
from award.decisions.rules.grounds import Ground
from award.decisions.rules.questions import NONE, Accepted, refuse_unaccepted
from award.decisions.rules.states import APPLICATION_ACTION, DecisionState, Outcome
from award.decisions.services import refusals
from award.decisions.services.accepting import keep_accepted
from award.decisions.services.staging import CODES, READ_BY_APPLICANT, told_of, values_of
from award.foundation import arrival, audit, clock, earlier
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.errors import Refused, StaleVersion, Ticks, there
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.workflow import judge, make
from award.rounds.queries.two_stages import next_round

ANOTHER: Final = (
    "You put this application on the reserve list, and this round asks for two people behind a "
    "decision, so somebody else has to decide about its place."
)
GONE = "Its place on the reserve list has been decided about already."


@act("decision.release")
def decide_from_reserve(
    application: Application,
    outcome: Outcome,
    *,
    amount_gbp: int | None = None,
    conditions: str = "",
    note: str = "",
    exception_reason: str = "",
    ground: Ground | None = None,
    words_for_applicant: str = "",
    override_reason: str = "",
    about_nobody: Ticks = (),
    accepted: Accepted = NONE,
    confirmation: str,
    expected_version: int | None = None,
    actor: Actor,
) -> Decision:
    """Fund (in a first stage invite) or refuse what is on the reserve list, and tell its lead. Its
    place, and what stood beside it, are kept as a `ReservePlace`.

    Refused where a decision may not be staged either, where others come first on the list or the
    money doesn't last and nobody says why, where its words raise a question whose kind isn't
    `accepted` with a reason, and unless `confirmation` is the application's
    reference, in either case. StaleVersion when somebody else was faster.
    """
    staged.lock_round(application.round)
    refusals.not_being_released(application.round)
    application = application_for_update(application.id)
    _sees_all(application, actor)
    decision = _on_reserve(application, expected_version)
    _by_another(application, decision, actor)
    if outcome == Outcome.RESERVE:
        raise Refused("Select the decision.", field="outcome")
    refusals.values(application, outcome, amount_gbp, None, note)
    if outcome == Outcome.REJECT:
        refusals.ground_holds(application, ground, actor)
    else:
        _can_go_on(application, outcome)
        _in_turn(application, decision, exception_reason, actor)
        _money_lasts(application, amount_gbp or 0, override_reason, actor)
    refusals.reason_for_exception(application, outcome, exception_reason, ground)
    values = values_of(
        outcome,
        amount_gbp=amount_gbp,
        conditions=conditions,
        note=note,
        exception_reason=exception_reason,
        ground=ground,
        words_for_applicant=words_for_applicant,
    )
    read = {name: values[name] for name in READ_BY_APPLICANT}
    refuse_assessors(application, read, about_nobody=about_nobody, actor=actor)
    if confirmation.strip().casefold() != application.reference.casefold():
        raise Refused(f"Type {application.reference} to confirm.", field="confirmation")
    raised = asked_about(decision, application, values).raised
    refuse_unaccepted(raised, accepted)
    kept = keep_accepted(application.round, raised, accepted, actor=actor)
    return _make(application, decision, values, override_reason.strip(), kept, actor)


def _sees_all(application: Application, actor: Actor) -> None:
    """Whose turn it is and what is left of the money is judged by who knows of all of it, as at a
    release; asked under the lock, since a tie can come while somebody waits for it."""
    if decisions.conflicts_in(actor, application.round):
        raise Refused(
            "One of this round’s applications is yours, or you have a conflict of interest with "
            "it, so somebody else has to decide about the reserve list.",
            rule="conflict of interest",
        )


def _on_reserve(application: Application, expected_version: int | None) -> Decision:
    """The decision that put it there, as the person saw it."""
    decision = decisions.decision_of(application)
    if (
        decision is None
        or decision.state != DecisionState.RELEASED
        or decision.outcome != Outcome.RESERVE
    ):
        raise Refused(GONE, rule="reserve")
    if expected_version not in (None, decision.version):
        raise StaleVersion(GONE)
    set_committed_value(decision, "application", application)
    return decision


def _by_another(application: Application, decision: Decision, actor: Actor) -> None:
    if alone_with_place(decision, application, actor.user_id):
        raise Refused(ANOTHER, rule="four eyes")


def _can_go_on(application: Application, outcome: Outcome) -> None:
    following = next_round(application.round_id) if outcome == Outcome.INVITE else None
    if following is not None and following.closes_at <= arrival.moment():
        raise Refused(
            "The second stage has closed, so nobody can be invited into it.", field="outcome"
        )


def _in_turn(
    application: Application, decision: Decision, exception_reason: str, actor: Actor
) -> None:
    first = before_on_reserve(application, decision, actor)
    if first and not exception_reason.strip():
        raise Refused(
            f"{first[0]} comes before it on the reserve list. Give the reason for an exception.",
            field="exception_reason",
            rule="reserve order",
        )


def _money_lasts(
    application: Application, amount_gbp: int, override_reason: str, actor: Actor
) -> None:
    """What is staged counts as spent: it is promised next."""
    if not amount_gbp:
        return
    over = amount_gbp - staged.left_for(application.round, None, actor).gbp
    if over > 0 and not override_reason.strip():
        raise Refused(
            f"This would award £{over:,} more than is left of the round’s budget. Give the reason "
            "why it can be exceeded.",
            field="override_reason",
        )


def _make(
    application: Application,
    decision: Decision,
    values: dict[str, Any],
    override_reason: str,
    kept: Mapping[str, object],
    actor: Actor,
) -> Decision:
    moved = judge(application, APPLICATION_ACTION[Outcome(values["outcome"])], actor=actor)
    db.session.add(
        ReservePlace(
            decision_id=decision.id,
            place=decision.reserve_position,
            since=there(decision.released_at, "when it was released"),
            note=decision.note,
            exception_reason=decision.exception_reason,
            staged_by_id=decision.decided_by_id,
            over_budget_because=override_reason,
        )
    )
    was = {application.reference: said_of(decision.version, decision.reserve_position)}
    earlier.keep("reserve", application.round_id, was)
    for name, value in values.items():
        setattr(decision, name, value)
    decision.decided_by_id = refusals.person(actor)
    decision.confirmed_by_id = decision.confirmed_at = None
    decision.released_at = clock.now()
    changes = told_of(application, decision, changed_columns(decision))
    db.session.flush()
    audit.record(actor, "decision.from_reserve", decision, changes, codes=CODES)
    make(moved)
    told = {
        **to_read(*read_about(decision, application.round)),
        "was_reserved": True,
        **about_the_next([decision]),
    }
    sent = send_notice(f"decision.{decision.outcome}", decision, actor, told)
    _record(application, decision, len(sent), override_reason, kept, actor)
    return decision


def _record(
    application: Application,
    decision: Decision,
    emailed: int,
    override_reason: str,
    kept: Mapping[str, object],
    actor: Actor,
) -> None:
    """A release of one."""
    counts = {outcome.value: int(outcome == decision.outcome) for outcome in Outcome}
    counts |= {"emailed": emailed, "awarded_gbp": decision.amount_gbp or 0, "sheets_closed": 0}
    db.session.add(
        Release(
            round_id=application.round_id,
            released_at=decision.released_at,
            released_by_id=actor.user_id,
            over_budget_because=override_reason,
            **counts,
        )
    )
    exceptional = int(bool(decision.exception_reason))
    changes: dict[str, object] = {**counts, "exceptions": exceptional, **kept}
    if override_reason:
        changes["over_budget_because"] = override_reason
    audit.record(actor, "round.release_decisions", application.round, changes)
    db.session.flush()
