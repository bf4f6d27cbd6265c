"""What decisions have against changes of their round, money and fairness that were promised, and
what they say to a change of what they rest on."""

from __future__ import annotations

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.decisions.queries.invited import invites_in
from award.decisions.queries.staged import lock_round, staged_about, tally
from award.decisions.rules.exceptions import Assessed, NotRead, exceptions
from award.decisions.rules.states import Outcome, outcomes_of
from award.foundation import arrival
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.rounds.rules.values import RoundValues


def decided_by_then(
    round_: Round, *, before: RoundValues, after: RoundValues, actor: Actor
) -> Refused | None:
    """A closed round with decisions can't take applications again, and its budget holds what has
    been promised. Takes the round's lock, so that nothing is staged meanwhile. Whoever may not meet
    one of its applications is refused whatever was decided, or they could ask for one budget after
    another until they knew."""
    reopened = before.closes_at <= arrival.moment() < after.closes_at
    if not reopened and after.budget_gbp >= before.budget_gbp:
        return None
    lock_round(round_)
    found = tally(round_.id, actor)
    if found.hidden:
        return Refused(
            "One of this round’s applications is yours, or you have a conflict of interest with "
            "it, so somebody else has to lower its budget or move its closing time.",
            field="closes_at" if reopened else "budget_gbp",
            rule="round.tied",
        )
    if reopened and found.released:
        return Refused(
            "Decisions of this round have been released, so its closing time can’t move.",
            field="closes_at",
            rule="round.decided",
        )
    if reopened and found.staged:
        staged = "1 decision is" if found.staged == 1 else f"{found.staged} decisions are"
        return Refused(
            f"{staged} staged in this round, so its closing time can’t move: clear "
            f"{'it' if found.staged == 1 else 'them'} first.",
            field="closes_at",
            rule="round.decided",
        )
    promised = found.promised_gbp
    if after.budget_gbp < min(promised, before.budget_gbp):
        return Refused(
            f"£{promised:,} of this round is awarded or staged, so the budget can’t be less.",
            field="budget_gbp",
            rule="round.decided",
        )
    return None


def invited_on(
    round_: Round, *, before: RoundValues, after: RoundValues, actor: Actor
) -> Refused | None:
    """A round goes on following the one whose applications are invited into it, or will be."""
    if before.follows_id is None or after.follows_id == before.follows_id:
        return None
    if not invites_in(before.follows_id):
        return None
    return Refused(
        "Applications of its first stage are invited into this round, so it has to follow it.",
        field="follows_id",
        rule="round.stages",
    )


def decided_on_it(application: Application, *, actor: Actor) -> str | None:
    """Scores stay as they are while a decision rests on them."""
    if staged_about(application.id) is None:
        return None
    return (
        "A decision is staged about this application. Clear it first: what was decided rests on "
        "the scores as they are."
    )


def staged_on_it(assignment: Assignment) -> str | None:
    """A staged decision rests on the sheet; without it, it may need a reason to be released. Said
    before the sheet is returned, and again after."""
    found = staged_about(assignment.application_id)
    if found is None:
        return None
    decision, summary, round_ = found
    left: Assessed | None = summary
    outcome, then = decision.outcome, ""
    if summary and assignment.state == AssignmentState.SUBMITTED:
        left, outcome, then = NotRead(summary.submitted - 1), Outcome.REJECT, "then "
    lacking = (
        ()
        if decision.exception_reason
        else exceptions(outcome, left, round_, arrival.moment(), decision.ground)
    )
    words_of = outcomes_of(first_stage=round_.followed)
    amount = f", £{decision.amount_gbp:,}" if decision.amount_gbp else ""
    words = (
        f"A decision is staged about this application: {words_of[decision.outcome]}{amount}. Look "
        "at it again, since without this sheet the mean, the votes and the rank can change."
    )
    if not lacking:
        return words
    why = ", and ".join(lacking)
    return f"{words} It can’t be released without a reason, because the application {then}{why}."
