"""Keeping what was worked out, and what the panel says of it."""

from __future__ import annotations

from award.foundation import arrival, audit
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, merged
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.moderation.queries.panels import Panel
from award.rounds.models import Round
from award.scenarios.models import Scenario, ScenarioOpinion
from award.scenarios.queries.ground import Ground, hidden_from
from award.scenarios.queries.scenarios import Told, as_said, opinion_of, scenarios_in
from award.scenarios.queries.shared import Shared, shared_scenario, sharing_of
from award.scenarios.rules.asked import Asked
from award.scenarios.rules.working import Found

OUT_OF_REACH = (
    "One of this round’s applications is yours, or you have a conflict of interest with it or have "
    "it still to score, so somebody else has to work out its scenarios"
)
TAKEN_BACK = "This scenario is not shared with you any more, so nothing more can be said of it"
CLOSED = "The programme team has closed what is said of this scenario"
TAKEN = "Another scenario of this round is called so"


@act("scenario.make")
def keep(
    panel: Panel, name: str, asked: Asked, found: Found, ground: Ground, *, actor: Actor
) -> Scenario:
    """What `work_out` found, under a name of its own in the round."""
    hold(Round, [panel.round.id])
    if hidden_from(actor, panel):
        raise Refused(OUT_OF_REACH, rule="scenario.reach")
    if any(one.name == name for one in scenarios_in(panel)):
        raise Refused(TAKEN, field="name")
    made = Scenario(
        round_id=panel.round.id,
        name=name,
        asked=asked.as_data(),
        found=found.as_data(),
        ranking_sha256=ground.ranking_sha256,
        decided_sha256=ground.decided_sha256,
        made_by_id=there(actor.user_id, "the account"),
    )
    db.session.add(made)
    db.session.flush()
    told = {"scenario": made.id, "method": asked.method}
    audit.record(actor, "round.make_scenario", panel.round, told, codes={"method"})
    return made


@act("scenario.say")
def say(about: Told | Shared, agrees: bool, note: str, base: Marks, *, actor: Actor) -> None:
    """One opinion of each; whoever changes theirs has one still. `base`: the marks of what the page
    started from."""
    hold(Round, [about.round.id])
    _may_still_say(about, actor)
    number = there(actor.user_id, "the account")
    found = opinion_of(about.scenario, number)
    said = {"agrees": "yes" if agrees else "no", "note": note.strip()}
    compared = merged(base, as_said(found), said)
    if compared.clashes:
        raise StaleVersion
    if not compared.mine:
        return
    if found is None:
        found = ScenarioOpinion(scenario_id=about.scenario.id, person_id=number)
        db.session.add(found)
    found.agrees, found.note, found.said_at = agrees, said["note"], arrival.moment()
    db.session.flush()
    audit.record(
        actor, "round.say_of_scenario", about.round,
        {"scenario": about.scenario.id, "agrees": agrees, "note": found.note},
    )  # fmt: skip


@part_of("scenario.say")
def _may_still_say(about: Told | Shared, actor: Actor) -> None:
    """As it is by now, under the lock."""
    if isinstance(about, Told):
        if hidden_from(actor, about.panel):
            raise Refused(OUT_OF_REACH, rule="scenario.reach")
        sharing = sharing_of(about.scenario)
        closed = sharing is not None and sharing.closed
    else:
        found = shared_scenario(actor, about.round.reference, about.scenario.id)
        if found is None:
            raise Refused(TAKEN_BACK, rule="scenario.shared")
        closed = found.closed
    if closed:
        raise Refused(CLOSED, rule="scenario.closed")
