"""Rounds that said before they opened that they draw lots for shared ranks; of the decided one they
were drawn, for two applications that nothing else told apart."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from award.draws.rules.lots import Among
from award.draws.services import drawing
from award.rounds.models import Round
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import RELEASED, Call
from award.seeding.demo.timeline import Timeline


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    staff = cast.actor("staff")

    def declare(round_: Round) -> None:
        drawing.declare(round_, Among.TIES, actor=staff)

    for key in ("decided", "assessment", "open"):
        call = calls[key]
        timeline.at(call.round.opens_at - timedelta(days=1), partial(declare, call.round))
    drawn = partial(drawing.draw_lots, calls["decided"].round, actor=staff)
    timeline.at(timeline.day(RELEASED - 4, 15), drawn)
