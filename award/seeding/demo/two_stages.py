"""The round of two stages: invitations, and the second stage begun."""

from __future__ import annotations

from award.applications.queries.applications import own_application
from award.applications.services.continuing import start_next_stage
from award.decisions.queries import decisions
from award.decisions.rules.states import Outcome
from award.decisions.services.releasing import release
from award.decisions.services.staging import stage_decision
from award.foundation.errors import there
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

RELEASED = -12
OUTCOMES = {"invited": Outcome.INVITE, "rejected": Outcome.REJECT}


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    """Stage one day, release the next; one of those who are invited has begun the second stage."""
    staff = cast.actor("staff")

    def stage() -> None:
        for bid in bids.of_round("short"):
            stage_decision(bid.application, OUTCOMES[bid.data["target"]], actor=staff)

    def publish() -> None:
        reference = calls["short"].round.reference
        round_ = there(decisions.round_to_decide(staff, reference), "the round")
        release(round_, actor=staff, confirmation=reference)

    def begin() -> None:
        lead = cast.actor("applicant")
        invited = next(bid for bid in bids.of_round("short") if bid.lead == "applicant")
        found = own_application(lead, invited.application.reference)
        start_next_stage(there(found, "the invitation"), actor=lead)

    timeline.at(timeline.day(RELEASED - 1, 15), stage)
    timeline.at(timeline.day(RELEASED, 10), publish)
    timeline.at(timeline.day(-6, 19), begin)
