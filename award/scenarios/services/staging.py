"""Staging what a scenario funds, through the service that decides by rule."""

from __future__ import annotations

from award.decisions.queries import staged
from award.decisions.rules.by_rule import Planned
from award.decisions.rules.states import Outcome
from award.decisions.services import bulk, refusals
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.rounds.models import Round
from award.scenarios.models import Scenario
from award.scenarios.queries.ground import ground_of
from award.scenarios.queries.working import to_stage

CHANGED = (
    "The ranking, the budget or what is decided has changed since this scenario was worked out. "
    "Work it out again first"
)
NOTHING = "All that this scenario funds is staged or released already"
SAY_WHY = "Say why the decisions depart from the ranking, or leave out this scenario"


@act("decision.stage")
def stage_scenario(round_: Round, scenario: Scenario, reason: str, *, actor: Actor) -> int:
    """Stage an award, at the full ask, for all that the scenario funds and that is undecided;
    answers how many. What departs from the ranking keeps `reason`, and each its scenario's name.
    The rest stays undecided, for deciding by rule. The page follows from the scenario and from what
    it was worked out from, so nothing else has to be compared."""
    staged.lock_round(round_)
    refusals.not_being_released(round_)
    refusals.has_closed(round_)
    refusals.sees_all(round_, actor)
    found = to_stage(scenario, ground_of(round_, actor))
    if not found.rows:
        raise Refused(NOTHING, rule="stale")
    if not found.same:
        raise Refused(CHANGED, rule="scenario.changed")
    why = tidy(reason).strip()
    if found.departs and not why:
        raise Refused(SAY_WHY, field="reason", rule="exception")
    beyond = {one.candidate.key for one in found.beyond}
    count = bulk.stage_planned(
        [Planned(place, Outcome.FUND) for place in found.rows],
        note=f"By the scenario “{scenario.name}”." + (f" {why}" if why else ""),
        reasons=dict.fromkeys(beyond, why),
        actor=actor,
    )
    told = {"scenario": scenario.id}
    audit.record(actor, "round.stage_scenario", round_, told)
    return count
