"""One application that is open again, one that stays open for longer, one that is asked about; and
two that a fault of the service hit an hour before their round closed."""

from __future__ import annotations

from datetime import timedelta

from award.applications.queries.applications import stored_answers
from award.applications.rules.states import ExtensionKind
from award.applications.rules.troubles import Trouble
from award.applications.services.answering import save_answers
from award.applications.services.extending import ExtraHours, Grant, extend, give_extra_time
from award.applications.services.reopening import ask_changes, reopen
from award.applications.services.troubles import note
from award.foundation.policy import SYSTEM
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

REOPENED, EXTENDED, ASKED = "o7", "o6", "a7"
HIT = {"a1": (503, 0.4), "a2": (200, 24.8)}
"""With what their leads were answered, and after how many seconds."""
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

    closed_at = bids.all[ASKED].call.closes_at

    def struck() -> None:
        for number, (key, (status, seconds)) in enumerate(HIT.items()):
            bid = bids.all[key]
            trouble = Trouble(
                f"demonstration-{number}", bid.application.reference,
                closed_at - timedelta(minutes=70 - 20 * number), status, seconds, "POST",
                cast.actor(bid.lead).user_id,
            )  # fmt: skip
            note(trouble, 6, actor=SYSTEM)

    def make_good() -> None:
        hit = [bids.all[key].application for key in HIT]
        call, why = bids.all[ASKED].call, "Answers could not be saved for half an hour."
        give_extra_time(hit, call.round, ExtraHours(24, why), 5, actor=cast.actor("staff"))

    timeline.at(closed_at, struck)
    timeline.at(closed_at + timedelta(hours=2), make_good)
    for step in (open_again, keep_open, ask):
        timeline.at(moment, step)
