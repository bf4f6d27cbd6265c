"""Setting up rounds, and changing them."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.pointers import pointers
from award.foundation.web import attempt, current_actor, requires
from award.rounds.forms import filling
from award.rounds.forms import rounds as rounds_forms
from award.rounds.forms.criteria import CriteriaForm
from award.rounds.forms.lived_criteria import LivedCriteriaForm
from award.rounds.models import Round
from award.rounds.queries import question_sets, regime_list, rounds
from award.rounds.queries.criteria import criteria_sets, lived_start
from award.rounds.queries.fitting import warnings_about
from award.rounds.queries.lists import ROUNDS
from award.rounds.queries.rounds import managed_round
from award.rounds.queries.two_stages import could_be_followed
from award.rounds.rules.stages import Stage, frozen, stage_of
from award.rounds.services.rounds import create_round, update_round
from award.rounds.views.settings import choices_of

blueprint = Blueprint("rounds_staff", __name__, url_prefix="/manage/rounds")

TAKEN = {"reference": rounds_forms.TAKEN}


@blueprint.get("")
@requires("round.list")
def index() -> ResponseReturnValue:
    return render_template(
        "rounds/staff_index.html", listing=listing(ROUNDS), due=regime_list.due()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("round.create")
def create() -> ResponseReturnValue:
    form = filling.new_round_form(
        question_sets.question_sets(), criteria_sets(), could_be_followed(None)
    )
    if form.validate_on_submit():
        with attempt(form, TAKEN), transaction():
            made = create_round(form.new_values(), actor=current_actor())
            flash(_set_up(made), "success")
            return redirect(url_for(".criteria", reference=made.reference))
    return render_template("rounds/create.html", form=form)


def _set_up(made: Round) -> str:
    known = stage_of(made, arrival.moment()) is Stage.ANNOUNCED
    told = ", and anyone can read it from now on: the time it is announced has passed"
    return f"{made.title} is set up{told if known else ''}. Look through its criteria next."


@blueprint.route("/<reference>/edit", methods=["GET", "POST"])
@requires("round.manage", load=managed_round)
def edit(round_: Round) -> ResponseReturnValue:
    reference, before = round_.reference, rounds.values_of(round_)
    form = filling.round_form(
        before,
        question_sets.question_sets(),
        could_be_followed(round_.id),
        opened=_opened(round_),
    )
    form.elsewhere = {**form.elsewhere, "criteria": url_for(".criteria", reference=reference)}
    if form.validate_on_submit():
        with attempt(form, TAKEN), transaction():
            saved = update_round(
                round_, form.values(before), reason=form.reason.data, actor=current_actor()
            )
            flash(f"{saved.title} is saved.", "success")
            return redirect(url_for(".edit", reference=saved.reference))
    return _edit_page(form, reference)


def _edit_page(form: rounds_forms.OpenedRoundForm, reference: str) -> str:
    round_ = _latest(reference)
    values, opened = rounds.values_of(round_), _opened(round_)
    form.catch_up(filling.by_field(values))
    return render_template(
        "rounds/edit.html",
        said=choices_of(round_, frozen=True),
        form=filling.as_opened(form, values) if opened else form,
        round=round_,
        phases=values.phases,
        opened=opened,
        stage=stage_of(round_, arrival.moment()),
        warnings=warnings_about(round_, question_sets.questions_of(round_)),
        leads_on=pointers("round", [round_.id])[round_.id],
    )


@blueprint.route("/<reference>/criteria", methods=["GET", "POST"])
@requires("round.manage", load=managed_round)
def criteria(round_: Round) -> ResponseReturnValue:
    reference, before = round_.reference, rounds.values_of(round_)
    form = CriteriaForm.of(before.criteria)
    form.elsewhere = dict.fromkeys(rounds_forms.PAGE, url_for(".edit", reference=reference))
    if not form.rearranged and form.validate_on_submit():
        with attempt(form), transaction():
            wanted = replace(before, criteria=form.values())
            update_round(round_, wanted, actor=current_actor())
            flash("The criteria are saved.", "success")
            return redirect(url_for(".criteria", reference=reference))
    latest = _latest(reference)
    questions = question_sets.questions_of(latest)
    if _opened(latest):
        if form.is_submitted():
            raise Refused(form.first_refusal("The round has opened."), rule="round.frozen")
        return render_template("rounds/criteria.html", round=latest, questions=questions)
    form.meet(rounds.values_of(latest).criteria)
    return render_template(
        "rounds/edit_criteria.html",
        form=form,
        round=latest,
        questions=questions,
        warnings=warnings_about(latest, questions),
    )


@blueprint.route("/<reference>/lived-experience", methods=["GET", "POST"])
@requires("round.manage", load=managed_round)
def lived_criteria(round_: Round) -> ResponseReturnValue:
    """What the lived-experience panel scores, where that is something of its own."""
    reference, before = round_.reference, rounds.values_of(round_)
    form = LivedCriteriaForm.over_round(before.lived_criteria, before.panels_named, lived_start())
    form.elsewhere = dict.fromkeys(
        (*rounds_forms.PAGE, "criteria"), url_for(".edit", reference=reference)
    )
    if not form.rearranged and form.validate_on_submit():
        with attempt(form), transaction():
            named = bool(form.panels_named.data)
            wanted = replace(before, lived_criteria=form.values(), panels_named=named)
            update_round(round_, wanted, actor=current_actor())
            flash("The criteria of the lived-experience panel are saved.", "success")
            return redirect(url_for(".lived_criteria", reference=reference))
    latest = _latest(reference)
    if _opened(latest):
        if form.is_submitted():
            raise Refused(form.first_refusal("The round has opened."), rule="round.frozen")
        return render_template("rounds/lived_criteria.html", round=latest)
    if not form.starting:
        now = rounds.values_of(latest)
        form.meet(now.lived_criteria, panels_named=now.panels_named)
    return render_template("rounds/edit_lived_criteria.html", form=form, round=latest)


def _opened(round_: Round) -> bool:
    return frozen(round_, arrival.moment())


def _latest(reference: str) -> Round:
    """As it stands after whatever was tried; a refusal rolled back what was loaded."""
    return there(managed_round(current_actor(), reference), "the round")
