"""Two adjustments: one answered, and one that waits."""

from __future__ import annotations

from datetime import timedelta

from award.adjustments.models import Adjustment
from award.adjustments.queries import adjustment_to_answer
from award.adjustments.services import Asked, Granted, answer, ask
from award.applications.queries.applications import own_application
from award.foundation.errors import there
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

ANSWERED, WAITS = "o6", "o7"
"""A draft of the open round, and one that is open again there."""


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """After the drafts were begun."""
    made: list[Adjustment] = []

    def ask_for(key: str, asked: Asked) -> None:
        bid = bids.all[key]
        actor = cast.actor(bid.lead)
        found = there(own_application(actor, bid.application.reference), key)
        made.append(ask(found.round, asked, actor=actor, application=found))

    def answer_it() -> None:
        granted = Granted(
            "You have a quarter more words in long answers, and Iris Penhale may type for you.",
            more_words=25,
            helper="Iris Penhale",
        )
        staff = cast.actor("staff")
        found = there(adjustment_to_answer(staff, made[0].reference), "the request")
        answer(found, granted, actor=staff)

    timeline.at(
        timeline.today - timedelta(minutes=55),
        lambda: ask_for(
            ANSWERED,
            Asked(["words", "helper"], "I dictate, which makes sentences longer.", "Iris Penhale"),
        ),
    )
    timeline.at(timeline.today - timedelta(minutes=45), answer_it)
    timeline.at(
        timeline.today - timedelta(minutes=40),
        lambda: ask_for(WAITS, Asked(["time"], "One of us has treatment in the last week.")),
    )
