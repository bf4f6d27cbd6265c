"""Every setting of a round, to read: for those who may not change it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.foundation import arrival
from award.foundation.web import requires
from award.rounds.forms.rounds import ASSESS_FROM, BLINDNESS, DECIDERS, REVEAL, SCORES_TOLD
from award.rounds.models import Round
from award.rounds.queries import fitting
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.rounds import managed_round, reasons_for_changes
from award.rounds.rules.stages import stage_of

FEEDBACK = {False: "With the decision", True: "Released apart from the decisions"}
blueprint = Blueprint("rounds_settings", __name__, url_prefix="/manage/rounds")


def choices_of(round_: Round, *, frozen: bool = False) -> list[tuple[str, str]]:
    """What was chosen for it, as the form says it, under short headings; or only of that which
    can't change once it has opened."""
    return [
        ("Assessors may begin", _label(ASSESS_FROM, round_.assess_from)),
        ("Hidden", _label(BLINDNESS, round_.blindness)),
        *([] if frozen else [("Assessors see each other’s sheets", _label(REVEAL, round_.reveal))]),
        ("Applicants are told", _label(SCORES_TOLD, round_.scores_told)),
        ("Feedback", FEEDBACK[round_.feedback_apart]),
        ("Decisions are made by", _label(DECIDERS, round_.deciders)),
    ]


def _label(options: Sequence[tuple[str, ...]], chosen: str) -> str:
    return next(label for value, label, *_ in options if value == chosen)


@blueprint.get("/<reference>/settings")
@requires("round.settings", load=managed_round)
def show(round_: Round) -> ResponseReturnValue:
    stage = stage_of(round_, arrival.moment())
    questions = questions_of(round_)
    return render_template(
        "rounds/settings.html",
        round=round_,
        questions=questions,
        warnings=fitting.warnings_about(round_, questions),
        stage=stage,
        said=choices_of(round_),
        changed=reasons_for_changes(round_),
    )
