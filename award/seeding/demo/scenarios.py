"""Two answers to what the money of the round in assessment could fund, so far; the panel is asked
about one of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from award.foundation.edits import marks_of
from award.foundation.errors import there
from award.rounds.models import Round
from award.scenarios.queries.ground import ground_of
from award.scenarios.queries.scenarios import as_said, scenario_told, whole_panel
from award.scenarios.queries.shared import panel_people, shared_scenario
from award.scenarios.queries.working import work_out
from award.scenarios.rules.asked import Asked, Method
from award.scenarios.services import making, sharing
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

WHY_NOT = "One region each leaves nothing to say about need. Ask the panel before counting regions."


SAID = (
    (True, ""),
    (False, "One a region counts places on a map, not need. I would go down the ranks."),
    (True, "It spreads what we learn, and nothing in it is weak."),
)


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    staff, chair = cast.actor("staff"), cast.actor("chair")
    by_rank = Asked(Method.RANKS, calls["assessment"].round.budget_gbp)
    spread = replace(by_rank, method=Method.POINTS, budget_gbp=1_000_000, most_per_region=1)

    def say(number: int) -> None:
        told = there(scenario_told(chair, calls["assessment"].round.reference, number), "it")
        nothing = marks_of(as_said(None))
        making.say(told, False, WHY_NOT, nothing, actor=chair)

    def ask(number: int) -> None:
        reference = calls["assessment"].round.reference
        told = there(scenario_told(staff, reference, number), "it")
        sharing.share(told, actor=staff)
        keys = {user.id: key for key, user in cast.users.items()}
        panel = [one for one in panel_people(told.panel.round.id) if one.id in keys]
        for person, (agrees, note) in zip(panel, SAID, strict=False):
            actor = cast.actor(keys[person.id])
            shared = shared_scenario(actor, reference, number)
            if shared is not None and shared.opinion is None:
                making.say(shared, agrees, note, marks_of(as_said(None)), actor=actor)

    def make(round_: Round, name: str, asked: Asked) -> None:
        panel = there(whole_panel(staff, round_.reference), "the round")
        ground = ground_of(panel.round, staff)
        found = work_out(ground, asked, panel.round)
        made = making.keep(panel, name, asked, found, ground, actor=staff)
        if asked is spread:
            say(made.id)
            ask(made.id)

    for name, asked in (("Down the ranks", by_rank), ("£1,000,000, one a region", spread)):
        timeline.at(timeline.today, partial(make, calls["assessment"].round, name, asked))
