"""A draft of who reads what is still open, in the round in assessment."""

from __future__ import annotations

from award.matching.rules.drafting import USUAL
from award.matching.services.drafting import begin_draft, fill, set_mix, try_next
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    """Made the day before today, when most is assigned already; nobody has released it."""
    round_, staff = calls["assessment"].round, cast.actor("staff")

    def draft() -> None:
        set_mix(round_, 1, actor=staff)
        made = begin_draft(round_, cap=None, otherwise=USUAL, actor=staff)
        fill(made)
        while try_next(made):
            pass

    timeline.at(timeline.day(-1, 16), draft)
