"""Which answers are read for which criterion, while a round is set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.edits import read_marks
from award.foundation.errors import Refused, there
from award.foundation.web import attempt, current_actor, requires
from award.rounds.forms.reading_for import (
    START,
    feeds_from,
    parts_of,
    reading_form,
    stands_with,
    ticked,
    unmapped,
)
from award.rounds.models import Round
from award.rounds.queries import question_sets, rounds
from award.rounds.queries.rounds import managed_round
from award.rounds.rules.criteria import CriterionValues
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.stages import frozen
from award.rounds.services.rounds import update_round

NOT_MAPPED: Final = "not-mapped"

blueprint = Blueprint("rounds_reading", __name__, url_prefix="/manage/rounds")


@blueprint.route("/<reference>/reading", methods=["GET", "POST"])
@requires("round.manage", load=managed_round)
def edit(round_: Round) -> ResponseReturnValue:
    """From what the set of questions says; desk, copies and the applicant's view of it follow.

    One form however few of the answers it shows: whichever section is saved, what is ticked in the
    others is saved with it.
    """
    reference, before = round_.reference, rounds.values_of(round_)
    questions = question_sets.questions_of(round_)
    narrowed = request.args.get("show") == NOT_MAPPED
    form = reading_form(questions, before.criteria, _fields(questions, before.criteria, narrowed))(
        data=ticked(questions, before.criteria)
    )
    form.over(ticked(questions, before.criteria))
    if form.validate_on_submit():
        with attempt(form), transaction():
            own = question_sets.question_set(round_.question_set_id)
            wanted = replace(before, feeds=feeds_from(form, own, before.feeds))
            update_round(round_, wanted, actor=current_actor())
            flash("Which answers are read for which criterion is saved.", "success")
            return redirect(_back(reference, narrowed, request.form.get("section")))
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
        parts=parts_of(questions, now.criteria, {key.removeprefix(START) for key in form.parts()}),
        unmapped=sum(unmapped(one, now.criteria) for one in questions),
        narrowed=narrowed,
        asked_about={key.removeprefix(START) for key in form.clashes},
        open_at=request.values.get("section"),
        stands=stands_with(questions, now.criteria),
    )


def _fields(
    questions: QuestionSet, criteria: Sequence[CriterionValues], narrowed: bool
) -> list[str] | None:
    """Those that the page shows, None for all: of one that was sent what it was drawn with,
    whatever others have mapped since."""
    if request.method == "POST" and request.form.get("base"):
        return list(read_marks(request.form["base"]))
    if not narrowed:
        return None
    return [f"{START}{one.key}" for one in questions if unmapped(one, criteria)]


def _back(reference: str, narrowed: bool, section: str | None) -> str:
    """To the section that was saved, unfolded."""
    show = NOT_MAPPED if narrowed else None
    return url_for(".edit", reference=reference, show=show, section=section, _anchor=section)
