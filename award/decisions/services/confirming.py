"""A second person stands behind what somebody else staged, where the round asks for two."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries import staged
from award.decisions.queries.confirming import waiting_in
from award.decisions.queries.decisions import as_data
from award.decisions.queries.telling import shown_in
from award.decisions.rules.releasing import SHOWS, said_by
from award.decisions.rules.states import DecisionState
from award.decisions.services import refusals
from award.decisions.services.staging import CODES
from award.foundation import audit, clock, earlier
from award.foundation.acts import act
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round


@act("decision.confirm")
def confirm(
    round_: Round, *, only: Application | None = None, shown: Marks | None = None, actor: Actor
) -> int:
    """Confirm what others staged in the round, or about `only` one of its applications; how many.

    Whoever staged a decision, or changed it last, is never who confirms it, nor is who wrote the
    feedback that goes out with it, and a change takes the confirmation away. Refused where nothing
    waits for the actor. Changed when anything of what they looked through (`shown`, marks of
    `shown_in`) was staged, changed or cleared since.
    """
    staged.lock_round(round_)
    refusals.not_being_released(round_)
    person = refusals.person(actor)
    waiting = waiting_in(round_, actor, only=only).mine_to_confirm
    if not waiting:
        raise Refused("Nothing waits for you to confirm it, so nothing was changed.", rule="stale")
    now = shown_in(waiting)
    still_as_shown(shown, now, SHOWS.names(now), "What is staged")
    decisions = [one.decision for one in waiting]
    was = {one.application.reference: said_by(one) for one in decisions}
    earlier.keep("decision", round_.id, was)
    said = {"confirmed_by_id": person, "confirmed_at": clock.now()}
    audit.change_rows(
        decisions,
        {**said, "version": Decision.version + 1},
        only=(
            Decision.state == DecisionState.STAGED,
            Decision.confirmed_by_id.is_(None),
            Decision.decided_by_id != person,
        ),
    )
    for one in decisions:
        for name, value in (*said.items(), ("version", one.version + 1)):
            set_committed_value(one, name, value)
    audit.record_many(
        audit.Entry(
            actor,
            "decision.confirm",
            one,
            {
                "application": one.application.reference,
                "outcome": one.outcome,
                "digest": audit.digest_of(as_data(one)),
            },
            CODES,
        )
        for one in decisions
    )
    return len(decisions)
