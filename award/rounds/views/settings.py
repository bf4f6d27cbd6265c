"""Every setting of a round, to read: for those who may not change it."""

from __future__ import annotations

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

blueprint = Blueprint("rounds_settings", __name__, url_prefix="/manage/rounds")


@blueprint.get("/<reference>/settings")
@requires("round.settings", load=managed_round)
def show(round_: Round) -> ResponseReturnValue:
    stage = stage_of(round_, arrival.moment())
    blindness = {value: label for value, label, *_ in BLINDNESS}
    reveal = {value: label for value, label, *_ in REVEAL}
    questions = questions_of(round_)
    return render_template(
        "rounds/settings.html",
        round=round_,
        questions=questions,
        warnings=fitting.warnings_about(round_, questions),
        stage=stage,
        blindness=blindness,
        reveal=reveal,
        assess_from={value: label for value, label, *_ in ASSESS_FROM},
        scores_told={value: label for value, label, *_ in SCORES_TOLD},
        deciders={value: label for value, label, *_ in DECIDERS},
        changed=reasons_for_changes(round_),
    )
