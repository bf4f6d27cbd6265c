"""What is said in public of awards of the decided round, all but the last; how rounds decide, kept
as they opened; and assessors who agreed to be named."""

from __future__ import annotations

from functools import partial

from award.foundation.policy import SYSTEM
from award.open_data.queries.funded import funded
from award.open_data.services.methods import keep_method
from award.open_data.services.naming import choose
from award.open_data.services.publishing import Words, publish
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import RELEASED, Call
from award.seeding.demo.timeline import Timeline

NAMED = ("assessor", "assessor2", "assessor7")


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    for call in calls.values():
        if call.round.opens_at < timeline.today:
            reference = call.round.reference
            timeline.at(call.round.opens_at, partial(keep_method, reference, actor=SYSTEM))
    decided = calls["decided"].round.reference
    for key in NAMED:
        timeline.at(
            timeline.day(RELEASED - 1, 9), partial(choose, [decided], actor=cast.actor(key))
        )
    awarded = [bid for bid in bids.of_round("decided") if bid.data["target"] == "awarded"]
    for number, bid in enumerate(awarded[:-1]):
        timeline.at(timeline.day(RELEASED + 1, 10, 5 * number), partial(_publish, cast, bid))


def _publish(cast: Cast, bid: Bid) -> None:
    """As suggested, where the applicant lets us have their own words."""
    staff = cast.actor("staff")
    found = funded(staff, bid.application.reference)
    if found is not None and (description := found.suggested.description):
        publish(bid.application, Words(found.suggested.title, description), actor=staff)
