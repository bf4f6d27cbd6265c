"""Who of the round in assessment was reminded of sheets to come: one, of those who are silent."""

from __future__ import annotations

from award.accounts.services.sign_ins import begin_sign_in, end_sign_in
from award.assessment.queries.chasing import all_to_chase
from award.assessment.rules.chasing import Chase, Times
from award.assessment.services.chasing import chase, choose_times
from award.foundation import clock
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    """The round reminds by itself a week before, and staff asked one assessor yesterday."""
    call, staff = calls["assessment"], cast.actor("staff")

    def ask_one() -> None:
        everyone = all_to_chase(call.round.id, clock.now())
        silent = [one for one in everyone if not one.submitted]
        chase(call.round, (silent or everyone)[:1], Chase.ASKED, actor=staff)

    def note_sign_ins() -> None:
        """Whoever saved something had signed in."""
        for one in all_to_chase(call.round.id, clock.now()):
            if one.saved_at:
                with clock.at(one.saved_at):
                    end_sign_in(begin_sign_in(one.id, "Demonstration"))

    times = Times(days_before=7, on_day=True, days_after=3)
    timeline.at(timeline.day(-5, 11), lambda: choose_times(call.round, times, actor=staff))
    timeline.at(timeline.day(-1, 10), ask_one)
    timeline.at(timeline.day(0, 0), note_sign_ins)
