"""The round of two stages: invitations, and the second stage begun."""

from __future__ import annotations

from award.applications.queries.applications import own_application
from award.applications.services.continuing import start_next_stage
from award.decisions.queries import decisions
from award.decisions.queries.grounds import given_in
from award.decisions.rules.states import Outcome
from award.decisions.services.drafting import draft_feedback
from award.decisions.services.releasing import release
from award.decisions.services.staging import stage_decision
from award.foundation.errors import there
from award.rounds.models import Round
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

RELEASED = -12
OUTCOMES = {"invited": Outcome.INVITE, "rejected": Outcome.REJECT}


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    """Stage one day, release the next; one of those who are invited has begun the second stage.
    Feedback is drafted, and waits to be read and released."""
    staff = cast.actor("staff")

    def the_round() -> Round:
        reference = calls["short"].round.reference
        return there(decisions.round_to_decide(staff, reference), "the round")

    def stage() -> None:
        given = given_in(the_round(), staff)
        for bid in bids.of_round("short"):
            outcome = OUTCOMES[bid.data["target"]]
            ground = given[bid.application.id] if outcome == Outcome.REJECT else None
            stage_decision(bid.application, outcome, ground=ground, actor=staff)

    def publish() -> None:
        round_ = the_round()
        release(round_, actor=staff, confirmation=round_.reference)

    def draft() -> None:
        draft_feedback(the_round(), actor=staff)

    def begin() -> None:
        lead = cast.actor("applicant")
        invited = next(bid for bid in bids.of_round("short") if bid.lead == "applicant")
        found = own_application(lead, invited.application.reference)
        start_next_stage(there(found, "the invitation"), actor=lead)

    timeline.at(timeline.day(RELEASED - 1, 15), stage)
    timeline.at(timeline.day(RELEASED, 10), publish)
    timeline.at(timeline.day(RELEASED + 1, 11), draft)
    timeline.at(timeline.day(-6, 19), begin)
