"""What stands in the way of a decision, asked where it is staged and again where it is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.applications.models import Application
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.scores import summary_of
from award.decisions.models import Decision
from award.decisions.queries.decisions import conflicts_in, round_to_decide
from award.decisions.queries.grounds import given_in
from award.decisions.queries.shortlist import line_now
from award.decisions.queries.staged import Staged, being_released, reserve_places
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.releasing import is_confirmed
from award.decisions.rules.reserving import spare, to_ask
from award.decisions.rules.states import (
    DECIDABLE,
    OUTCOMES,
    STILL_OPEN,
    Outcome,
    open_to_decide,
    outcomes_of,
)
from award.foundation import arrival
from award.foundation.errors import Asked, Refused, StaleVersion, Ticks, there
from award.foundation.policy import Actor
from award.rounds.models import Round

NEW = 0
"""The version to expect when nothing was staged yet."""


def person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Refused("A decision is made by a person.", rule="person")
    return actor.user_id


def can_be_decided(application: Application) -> None:
    if application.state not in DECIDABLE:
        raise Refused(
            "A decision can be staged once an application is submitted, and until its decision is "
            "released.",
            rule="decidable",
        )


def has_closed(round_: Round) -> None:
    """Refused while anybody could still apply: nobody can say yet where the money ends."""
    if not open_to_decide(round_, arrival.moment()):
        raise Refused(STILL_OPEN, rule="round open")


def may_release(round_: Round, confirmation: str, actor: Actor) -> None:
    """Refused for whoever may not see all of the round, and unless its reference is typed."""
    if conflicts_in(actor, round_):
        raise Refused(
            "One of this round’s applications is yours, or you have a conflict of interest with "
            "it, so somebody else has to release its decisions.",
            rule="conflict of interest",
        )
    if not is_confirmed(confirmation, round_.reference):
        raise Refused(f"Type {round_.reference} to confirm.", field="confirmation")


def sees_all(round_: Round, actor: Actor) -> None:
    """Refused for whoever may not see all of the round's applications."""
    if conflicts_in(actor, round_):
        raise Refused(
            "One of this round’s applications is yours, or you have a conflict of interest with "
            "it, so somebody else has to decide by rule. You can stage the others one by one.",
            rule="conflict of interest",
        )


def not_being_released(round_: Round) -> None:
    """Refused while a job releases what somebody looked through. Ask under the round's lock."""
    if being_released(round_) is not None:
        raise Refused(
            "The decisions of this round are being released, so nothing can be staged, changed or "
            "cleared until that is done.",
            rule="decision.releasing",
        )


def values(
    application: Application, outcome: Outcome, amount_gbp: int | None, place: int | None, note: str
) -> None:
    """Does the decision make sense for the application, whoever else has what?"""
    if outcome not in OUTCOMES:
        raise Refused("Select the decision.", field="outcome")
    if outcome not in outcomes_of(first_stage=application.round.followed):
        raise Refused(
            "This is the first of two stages: money is awarded in the second."
            if outcome == Outcome.FUND
            else "No other round follows this one, so nobody can be invited on.",
            field="outcome",
            rule="stages",
        )
    if outcome == Outcome.FUND:
        ask = application.amount_requested_gbp or 0
        if amount_gbp is None or amount_gbp <= 0:
            raise Refused("Enter the amount to award, more than £0.", field="amount_gbp")
        if amount_gbp > ask and not note.strip():
            raise Refused(
                f"£{amount_gbp:,} is more than the £{ask:,} asked for: say why in the note.",
                field="note",
            )
    if outcome == Outcome.RESERVE and place is not None and place < 1:
        raise Refused("The place on the reserve list starts at 1.", field="reserve_position")


def reason_for_exception(
    application: Application, outcome: Outcome, reason: str, ground: Ground | None
) -> None:
    """Refused where the decision departs from what the round asks for and nobody says why."""
    reason_for_departing(application, summary_of(application.id), outcome, reason, ground)


def reason_for_departing(
    application: Application,
    summary: ScoreSummary | None,
    outcome: Outcome,
    reason: str,
    ground: Ground | None,
) -> None:
    """The same, where what its scores come to is at hand."""
    found = exceptions(outcome, summary, application.round, arrival.moment(), ground)
    if found and not reason.strip():
        raise Refused(
            f"Give the reason for an exception: this application {', and '.join(found)}.",
            field="exception_reason",
            rule="exception",
        )


def ground_holds(application: Application, ground: Ground | None, actor: Actor) -> None:
    """Refused where the ranking, as far as the actor may know it, says otherwise."""
    round_ = there(round_to_decide(actor, application.round.reference), "the round")
    given = given_in(round_, actor).get(application.id)
    partial = given is None and conflicts_in(actor, round_) > 0
    fault = fault_of(ground, given, partial=partial)
    if fault:
        raise Refused(fault, field="ground", rule="ground")


def ask_about_money(
    round_: Round,
    waiting: Mapping[int, str],
    *,
    field: str,
    answered: Ticks,
    actor: Actor,
    line: FundingLine | None = None,
) -> None:
    """Asked, at that field, unless it was `answered`: of these, references by application. Not in a
    first stage, which has no money to share out, nor of somebody who doesn't know of all of it:
    whoever releases sees what is left. Ask under the round's lock; the `line` where it is at
    hand."""
    if round_.followed or not waiting or (line is None and conflicts_in(actor, round_)):
        return
    if line is None:
        line = line_now(there(round_to_decide(actor, round_.reference), "the round"), actor)[0]
    found = spare(line, waiting)
    if why := to_ask(found, field, answered):
        raise Asked(why, [found.said], field=field)


def place_is_free(application: Application, place: int, actor: Actor) -> None:
    """Refused with the name of who has the place, if the actor may know of it: what they can't see
    is told apart by whoever releases. Ask under the round's lock."""
    taken = reserve_places(application.round_id, actor)
    others = [name for name in taken.get(place, ()) if name != application.reference]
    if others:
        raise Refused(
            f"{others[0]} has place {place} on the reserve list. The next free place is "
            f"{next_free(taken)}.",
            field="reserve_position",
            rule="reserve place",
        )


def next_free(taken: dict[int, list[str]]) -> int:
    """The first place on the reserve list that nobody has."""
    return next(place for place in range(1, len(taken) + 2) if place not in taken)


def ready_to_go(staged: Sequence[Staged], round_: Round, actor: Actor) -> None:
    """Refused with how many a second person has still to confirm, and with the references of what
    lacks a reason, or shares a place on the reserve list: assessments may have been voided or
    returned since it was staged."""
    alone = sum(one.lacks_second for one in staged)
    if alone:
        raise Refused(
            f"Nothing was released. {alone:,} decision{' waits' if alone == 1 else 's wait'} for "
            f"a second person to confirm {'it' if alone == 1 else 'them'}.",
            rule="four eyes",
        )
    lacking = [one.decision.application.reference for one in staged if one.lacks_reason]
    if lacking:
        raise Refused(
            f"Nothing was released. {_listed(lacking)} "
            f"{'is an exception' if len(lacking) == 1 else 'are exceptions'} without a reason. "
            "Open each decision and give the reason, or change it.",
            rule="exception",
        )
    unfounded = [one.decision.application.reference for one in staged if one.ground_fault]
    if unfounded:
        raise Refused(
            f"Nothing was released. The ground of refusing {_listed(unfounded)} doesn’t hold, or "
            "none is given. Open each decision and choose another ground, or change it.",
            rule="ground",
        )
    for place, references in reserve_places(round_.id, actor).items():
        if len(references) > 1:
            raise Refused(
                f"Nothing was released. {_listed(references)} have the same place on the reserve "
                f"list, {place}. Give each a place of its own.",
                rule="reserve place",
            )


def _listed(references: Sequence[str]) -> str:
    *most, last = references
    return f"{', '.join(most)} and {last}" if most else last


def as_seen(decision: Decision | None, expected_version: int | None) -> None:
    """Says what happened in the meantime, so that it never contradicts the page it stands on."""
    if expected_version in (None, decision.version if decision else NEW):
        return
    if decision is None:
        raise StaleVersion(
            "Someone else cleared the staged decision while you had this open. Nothing is staged "
            "now. What you typed is still below."
        )
    again = " If you change it, it has to be confirmed again." if decision.confirmed_by_id else ""
    raise StaleVersion(
        "Somebody staged, changed, confirmed, held back or let go this decision while you had it "
        f"open. How it stands now is at the top of the page.{again} What you typed is still below."
    )
