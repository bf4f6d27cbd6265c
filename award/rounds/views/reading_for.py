"""Which answers are read for which criterion, while a round is set up."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.web import attempt, current_actor, requires
from award.rounds.forms.reading_for import feeds_from, reading_form, stands_with, ticked
from award.rounds.models import Round
from award.rounds.queries import question_sets, rounds
from award.rounds.queries.rounds import managed_round
from award.rounds.rules.stages import frozen
from award.rounds.services.rounds import update_round

blueprint = Blueprint("rounds_reading", __name__, url_prefix="/manage/rounds")


@blueprint.route("/<reference>/reading", methods=["GET", "POST"])
@requires("round.manage", load=managed_round)
def edit(round_: Round) -> ResponseReturnValue:
    """From what the set of questions says; desk, copies and the applicant's view of it follow."""
    reference, before = round_.reference, rounds.values_of(round_)
    questions = question_sets.questions_of(round_)
    form = reading_form(questions, before.criteria)(data=ticked(questions, before.criteria))
    form.over(ticked(questions, before.criteria))
    if form.validate_on_submit():
        with attempt(form), transaction():
            own = question_sets.question_set(round_.question_set_id)
            wanted = replace(before, feeds=feeds_from(form, own, before.feeds))
            update_round(round_, wanted, actor=current_actor())
            flash("Which answers are read for which criterion is saved.", "success")
            return redirect(url_for(".edit", reference=reference))
    latest = there(managed_round(current_actor(), reference), "the round")
    opened = frozen(latest, arrival.moment())
    if opened and form.is_submitted():
        raise Refused(form.first_refusal("The round has opened."), rule="round.frozen")
    now = rounds.values_of(latest)
    questions = question_sets.questions_of(latest)
    form.catch_up(ticked(questions, now.criteria))
    return render_template(
        "rounds/reading.html",
        round=latest,
        questions=questions,
        form=form,
        opened=opened,
        stands=stands_with(questions, now.criteria),
    )
