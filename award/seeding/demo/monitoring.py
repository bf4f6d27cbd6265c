"""What those who applied said apart, and what staff counted of the rounds that are decided."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from award.applications.queries.applications import own_application
from award.applications.rules.states import DECIDED, ApplicationState
from award.foundation.policy import Actor
from award.monitoring import queries
from award.monitoring.rules.asked import ABOUT_YOU, AGAIN, NOT_SAID, SIZES, Moment
from award.monitoring.services import (
    EffortValues,
    count_cost,
    count_who_applied,
    save_about_you,
    tell_cost,
)
from award.rounds.models import Round
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

HELPED = (
    "An example of a good budget",
    "A call with somebody before we began",
    "Fewer questions about the same thing",
    "To know sooner what letters we need",
)


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """After everything else, so that nothing more of those rounds changes."""
    chance = Random(7)
    rounds = {bid.call.round.id: bid.call.round for bid in bids.all.values()}

    def answer() -> None:
        for bid in bids.all.values():
            _answer(cast, bid, chance)

    def count() -> None:
        for round_ in rounds.values():
            _count(round_, cast.actor("staff"))

    timeline.at(timeline.today - timedelta(minutes=30), answer)
    timeline.at(timeline.today - timedelta(minutes=20), count)


def _answer(cast: Cast, bid: Bid, chance: Random) -> None:
    actor = cast.actor(bid.lead)
    found = own_application(actor, bid.application.reference)
    if found is None or found.state == ApplicationState.DRAFT or chance.random() < 0.2:
        return
    said = {name: chance.choice([*choices, NOT_SAID]) for name, (_, choices) in ABOUT_YOU.items()}
    size = chance.choice(list(SIZES))
    save_about_you(found, {**said, "size": size}, actor=actor)
    hours = chance.randint(10, 90) if found.state not in DECIDED else chance.randint(1, 6)
    values = EffortValues(
        hours, "", chance.choice(list(AGAIN)).value, chance.choice([*HELPED, "", ""]), size
    )
    tell_cost(found, values, actor=actor)


def _count(round_: Round, staff: Actor) -> None:
    ready = queries.may_be_counted(round_)
    if Moment.DECIDED in ready:
        count_who_applied(round_, actor=staff)
        for moment in sorted(ready):
            count_cost(round_, moment=moment, actor=staff)
