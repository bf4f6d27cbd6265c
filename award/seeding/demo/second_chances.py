"""One application that is open again, one that stays open for longer, one that is asked about."""

from __future__ import annotations

from datetime import timedelta

from award.applications.queries.applications import stored_answers
from award.applications.rules.states import ExtensionKind
from award.applications.services.answering import save_answers
from award.applications.services.extending import Grant, extend
from award.applications.services.reopening import ask_changes, reopen
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

REOPENED, EXTENDED, ASKED = "o7", "o6", "a7"
"""Submitted to the open round; a draft there; submitted to one that has closed."""
SUMMARY = "plain_summary"


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """After everything else that happens to them."""
    moment = timeline.today - timedelta(hours=1)

    def open_again() -> None:
        bid = bids.all[REOPENED]
        actor = cast.actor(bid.lead)
        reopen(bid.application, actor=actor)
        row = stored_answers(bid.application.id)[SUMMARY]
        words = f"{row.value} We have since talked to three more homes."
        save_answers(
            bid.application, {SUMMARY: words}, actor=actor, base_versions={SUMMARY: row.version}
        )

    def keep_open() -> None:
        grant = Grant(
            bids.all[EXTENDED].call.closes_at + timedelta(days=2), ExtensionKind.CIRCUMSTANCES,
            "Their office was flooded in the week of the closing date",
        )  # fmt: skip
        extend(bids.all[EXTENDED].application, grant, actor=cast.actor("staff"))

    def ask() -> None:
        application = bids.all[ASKED].application
        ask_changes(
            application, [SUMMARY], until=timeline.day(6, 17),
            asks="Please say in a sentence who will use it on a night shift.",
            actor=cast.actor("staff"),
        )  # fmt: skip

    for step in (open_again, keep_open, ask):
        timeline.at(moment, step)
