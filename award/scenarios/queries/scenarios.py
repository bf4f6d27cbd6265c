"""Scenarios of a round, for those who may see all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel
from award.rounds.models import Round
from award.scenarios.models import Scenario, ScenarioOpinion
from award.scenarios.queries.ground import hidden_from, panel_with_money


@dataclass(frozen=True)
class Told:
    """A scenario with the panel that may talk about it."""

    panel: Panel
    scenario: Scenario

    @property
    def round(self) -> Round:
        return self.panel.round

    @property
    def chair_ids(self) -> frozenset[int]:
        return self.panel.chair_ids


def whole_panel(actor: Actor, reference: str) -> Panel | None:
    """As `panel_with_money`, for those alone who may see all of the round."""
    found = panel_with_money(actor, reference)
    return None if found is None or hidden_from(actor, found) else found


def scenario_told(actor: Actor, reference: str, number: int) -> Told | None:
    panel = whole_panel(actor, reference)
    found = scenarios_in(panel, [number]) if panel else ()
    return Told(panel, found[0]) if panel and found else None


@within("panel")
def scenarios_in(panel: Panel, only: Collection[int] | None = None) -> Sequence[Scenario]:
    """The newest first; of these alone, if they are named."""
    query = (
        select(Scenario)
        .where(Scenario.round_id == panel.round.id)
        .options(joinedload(Scenario.made_by).load_only(User.name))
        .order_by(Scenario.id.desc())
    )
    if only is not None:
        query = query.where(Scenario.id.in_(only))
    return db.session.scalars(query).all()


@within("scenarios")
def opinions_on(scenarios: Collection[Scenario]) -> dict[int, list[ScenarioOpinion]]:
    """By scenario, in the order of names."""
    query = (
        select(ScenarioOpinion)
        .join(ScenarioOpinion.person)
        .where(ScenarioOpinion.scenario_id.in_([one.id for one in scenarios]))
        .options(joinedload(ScenarioOpinion.person).load_only(User.name))
        .order_by(User.name_key, ScenarioOpinion.id)
    )
    found: dict[int, list[ScenarioOpinion]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.scenario_id, []).append(one)
    return found


@within("scenario")
def opinion_of(scenario: Scenario, person_id: int) -> ScenarioOpinion | None:
    return db.session.scalar(
        select(ScenarioOpinion).where(
            ScenarioOpinion.scenario_id == scenario.id, ScenarioOpinion.person_id == person_id
        )
    )


def as_said(opinion: ScenarioOpinion | None) -> Mapping[str, str]:
    """As a form has it."""
    if opinion is None:
        return {"agrees": "", "note": ""}
    return {"agrees": "yes" if opinion.agrees else "no", "note": opinion.note}
