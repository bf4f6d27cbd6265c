"""What is said in public of awards of the decided round: all but the last are read."""

from __future__ import annotations

from functools import partial

from award.open_data.queries.funded import funded
from award.open_data.services.publishing import Words, publish
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import RELEASED
from award.seeding.demo.timeline import Timeline


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    awarded = [bid for bid in bids.of_round("decided") if bid.data["target"] == "awarded"]
    for number, bid in enumerate(awarded[:-1]):
        timeline.at(timeline.day(RELEASED + 1, 10, 5 * number), partial(_publish, cast, bid))


def _publish(cast: Cast, bid: Bid) -> None:
    """As suggested, where the applicant lets us have their own words."""
    staff = cast.actor("staff")
    found = funded(staff, bid.application.reference)
    if found is not None and (description := found.suggested.description):
        publish(bid.application, Words(found.suggested.title, description), actor=staff)
