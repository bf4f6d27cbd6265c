"""Sharing a scenario with the panel, and closing what it says of it."""

from __future__ import annotations

from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.rounds.rules.values import applicant_hidden
from award.scenarios.models import ScenarioSharing
from award.scenarios.queries.scenarios import Told
from award.scenarios.queries.shared import sharing_of

IMPOSSIBLE = "No set keeps the rules of this scenario, so there is nothing to agree with"
WHO_APPLIES = (
    "This round hides who applies, and the rules of this scenario count organisations or regions, "
    "which would tell who comes from the same place. Share one without such rules"
)
NOT_SHARED = "This scenario is not shared with the panel"


@act("scenario.share")
def share(told: Told, *, actor: Actor) -> None:
    """The panel reads it from now on, and is told once."""
    hold(Round, [told.panel.round.id])
    scenario, row = told.scenario, sharing_of(told.scenario)
    if row is not None and row.shared:
        return
    if not scenario.finds.possible:
        raise Refused(IMPOSSIBLE, rule="scenario.share")
    asked = scenario.asks
    counts = asked.most_per_organisation is not None or asked.most_per_region is not None
    if counts and applicant_hidden(told.panel.round.blindness):
        raise Refused(WHO_APPLIES, rule="scenario.share")
    first = row is None
    row = row or ScenarioSharing(scenario_id=scenario.id)
    row.shared, row.closed = True, False
    _write(row, "round.share_scenario", told, actor)
    if first:
        send_notice("scenario.shared", scenario, actor)


@act("scenario.share")
def take_back(told: Told, *, actor: Actor) -> None:
    """Nobody of the panel reads it any more; what was said stays."""
    hold(Round, [told.panel.round.id])
    row = sharing_of(told.scenario)
    if row is None or not row.shared:
        return
    row.shared = False
    _write(row, "round.unshare_scenario", told, actor)


@act("scenario.share")
def close(told: Told, *, actor: Actor) -> None:
    """What was said of it stands."""
    _close(told, "round.close_scenario", actor, closed=True)


@act("scenario.share")
def let_say_again(told: Told, *, actor: Actor) -> None:
    """It can be said and changed again whether one agrees."""
    _close(told, "round.reopen_scenario", actor, closed=False)


def _close(told: Told, event: str, actor: Actor, *, closed: bool) -> None:
    hold(Round, [told.panel.round.id])
    row = sharing_of(told.scenario)
    if row is None or not row.shared:
        raise Refused(NOT_SHARED, rule="scenario.share")
    if row.closed != closed:
        row.closed = closed
        _write(row, event, told, actor)


def _write(row: ScenarioSharing, event: str, told: Told, actor: Actor) -> None:
    row.changed_at, row.changed_by_id = clock.now(), there(actor.user_id, "the account")
    db.session.add(row)
    db.session.flush()
    audit.record(actor, event, told.panel.round, {"scenario": told.scenario.id})
