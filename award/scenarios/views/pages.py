"""A round's scenarios beside each other, one of them, a new one, and staging what one funds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.decisions.rules.shortlist_columns import MARKING
from award.decisions.rules.states import open_to_decide
from award.decisions.views.pages import errors_of
from award.design.formatters import plural
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.policy import can, reads_everything
from award.foundation.text import number as number_in
from award.foundation.web import attempt, current_actor, not_found, requires
from award.moderation.queries.panels import Panel
from award.scenarios.forms import AskForm, OpinionForm, StageScenarioForm, ask_form
from award.scenarios.models import Scenario, ScenarioOpinion
from award.scenarios.queries.ground import (
    Ground,
    ground_of,
    panel_with_money,
    settings_of,
    why_hidden,
)
from award.scenarios.queries.scenarios import (
    Told,
    as_said,
    opinion_of,
    opinions_on,
    scenario_told,
    scenarios_in,
    whole_panel,
)
from award.scenarios.queries.shared import shared_with, sharing_of
from award.scenarios.queries.working import to_stage, work_out
from award.scenarios.services import making, staging
from award.scenarios.views.telling import Reading, beside, not_in_all

blueprint = Blueprint("scenarios", __name__)
_ROUND = "/manage/rounds/<reference>/scenarios"
AT_FIRST = 3
"""How many stand beside each other before somebody chooses."""


@blueprint.get(_ROUND)
@requires("scenario.view", load=panel_with_money)
def index(panel: Panel) -> ResponseReturnValue:
    """Those that were chosen, or the newest, beside each other."""
    actor = current_actor()
    if hidden := why_hidden(actor, panel):
        return render_template(
            "scenarios/index.html",
            panel=panel,
            hidden=hidden,
            every=(),
            shared=bool(shared_with(actor, panel.reference)),
        )
    every = scenarios_in(panel)
    wanted = {number_in(value) for value in request.args.getlist("which")}
    chosen = [one for one in every if one.id in wanted] or _at_first(every)
    ground = ground_of(panel.round, actor)
    readings = _readings(panel, chosen, ground)
    possible = [one for one in readings if one.found.possible]
    return render_template(
        "scenarios/index.html",
        panel=panel,
        hidden=None,
        marking=MARKING,
        every=every,
        chosen={one.id for one in chosen},
        readings=readings,
        possible=possible,
        rows=beside(possible),
        differing=not_in_all(possible, ground),
        has_closed=open_to_decide(panel.round, arrival.moment()),
    )


def _at_first(every: Sequence[Scenario]) -> Sequence[Scenario]:
    """The newest, until there are enough of those that can be compared."""
    found, possible = list[Scenario](), 0
    for one in every:
        if possible < AT_FIRST:
            found.append(one)
            possible += one.finds.possible
    return found


def _phases(ground: Ground) -> dict[int, str]:
    return {phase: f"Phase {phase}" for phase in sorted({one.phase for one in ground.items})}


def _readings(panel: Panel, scenarios: Sequence[Scenario], ground: Ground) -> list[Reading]:
    settings, phases, said = (
        settings_of(panel.round, ground),
        _phases(ground),
        opinions_on(scenarios),
    )
    return [Reading(one, ground, settings, phases, said.get(one.id, ())) for one in scenarios]


@blueprint.route(f"{_ROUND}/new", methods=["GET", "POST"])
@requires("scenario.make", load=whole_panel)
def new(panel: Panel) -> ResponseReturnValue:
    """Worked out at once; it takes seconds at most."""
    actor, reference = current_actor(), panel.reference
    ground = ground_of(panel.round, actor)
    form = ask_form(ground, _phases(ground), settings_of(panel.round, ground))
    if form.validate_on_submit():
        with attempt(form):
            asked = form.asked()
            found = work_out(ground, asked, panel.round)
            with transaction():
                made = making.keep(panel, form.name.data, asked, found, ground, actor=actor)
                number = made.id
            return redirect(url_for(".show", reference=reference, number=number))
        panel = whole_panel(actor, reference) or not_found()
    elif not form.is_submitted():
        _start(form, panel)
    return render_template(
        "scenarios/new.html",
        panel=panel,
        form=form,
        decided=ground.decided,
        has_closed=open_to_decide(panel.round, arrival.moment()),
    )


def _start(form: AskForm, panel: Panel) -> None:
    """From the rules of another scenario, or from the round's money."""
    other = number_in(request.args.get("like"))
    found = scenarios_in(panel, [other]) if other is not None else ()
    if found:
        form.start_from(found[0].asks)
    else:
        form.budget_gbp.process_data(panel.round.budget_gbp)


@blueprint.get(f"{_ROUND}/<int:number>")
@requires("scenario.view", load=scenario_told)
def show(told: Told) -> ResponseReturnValue:
    return _page(told, _opinion_form(told) if can(current_actor(), "scenario.say", told) else None)


@blueprint.post(f"{_ROUND}/<int:number>")
@requires("scenario.say", load=scenario_told)
def say(told: Told) -> ResponseReturnValue:
    """Whether one agrees, and why."""
    form, actor = _opinion_form(told), current_actor()
    reference, number = told.panel.reference, told.scenario.id
    if form.validate_on_submit():
        with attempt(form), transaction():
            agrees = form.agrees.data == "yes"
            making.say(told, agrees, form.note.data, form.base_marks(), actor=actor)
            flash("Saved.", "success")
            return redirect(url_for(".show", reference=reference, number=number))
    again = scenario_told(actor, reference, number) or not_found()
    form.catch_up(as_said(_mine(again)))
    return _page(again, form)


def _mine(told: Told) -> ScenarioOpinion | None:
    return opinion_of(told.scenario, current_actor().user_id or 0)


def _opinion_form(told: Told) -> OpinionForm:
    stored: Mapping[str, str] = as_said(_mine(told))
    form = OpinionForm(data=stored)
    form.over(stored)
    return form


def _page(told: Told, form: OpinionForm | None) -> str:
    actor = current_actor()
    ground = ground_of(told.panel.round, actor)
    (reading,) = _readings(told.panel, [told.scenario], ground)
    stages = can(actor, "decision.stage", told.panel.round)
    return render_template(
        "scenarios/show.html",
        panel=told.panel,
        scenario=told.scenario,
        marking=MARKING,
        reading=reading,
        form=form,
        chairs={one.person_id: one for one in told.panel.chairs},
        names_all=reads_everything(actor),
        sharing=sharing_of(told.scenario),
        stages=stages and not reading.since and reading.found.possible,
    )


@blueprint.route(f"{_ROUND}/<int:number>/stage", methods=["GET", "POST"])
@requires("decision.stage", load=scenario_told)
def stage(told: Told) -> ResponseReturnValue:
    """What it would stage, and where that departs from the ranking, is looked at first."""
    actor, form = current_actor(), StageScenarioForm()
    reference, number = told.panel.reference, told.scenario.id
    if form.validate_on_submit():
        with attempt(form), transaction():
            count = staging.stage_scenario(
                told.panel.round, told.scenario, form.reason.data, actor=actor
            )
            flash(
                f"{plural(count, 'award')} staged. Nobody is told until the release. Decide about "
                "the rest here.",
                "success",
            )
            return redirect(url_for("decisions.decide_by_rule", reference=reference))
        told = scenario_told(actor, reference, number) or not_found()
    ground = ground_of(told.panel.round, actor)
    found = to_stage(told.scenario, ground)
    if not found.departs:
        del form.reason
    return render_template(
        "scenarios/stage.html",
        panel=told.panel,
        round=told.panel.round,
        scenario=told.scenario,
        found=found,
        named=ground.named,
        form=form,
        errors=errors_of(form, shown=found.can_be_staged),
        has_closed=open_to_decide(told.panel.round, arrival.moment()),
    )
