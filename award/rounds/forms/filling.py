"""The right form for a round, filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request

from award.rounds.forms.phases import PHASE_FIELDS
from award.rounds.forms.rounds import NewRoundForm, OpenedRoundForm, RoundForm
from award.rounds.queries.question_sets import QuestionSetRow
from award.rounds.rules import ai
from award.rounds.rules.criteria import CriteriaSet
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import BESIDE, ONE, RoundValues


def by_field(values: RoundValues) -> dict[str, Any]:
    """A round's values as the form's fields take them, with the usual months of other phases."""
    closed = {f"phase_{number}_open": False for number in PHASES}
    data = (
        closed
        | {name: getattr(values, name) for name in values.__dataclass_fields__}
        | _usual_months()
    )
    for phase in values.phases:
        data |= {f"phase_{phase.phase}_{name}": getattr(phase, name) for name in PHASE_FIELDS[1:]}
        data[f"phase_{phase.phase}_open"] = True
    return data


def round_form(
    values: RoundValues,
    question_sets: list[QuestionSetRow],
    first_stages: Iterable[tuple[int, str, str]],
    *,
    opened: bool,
) -> OpenedRoundForm:
    """The form for a round as it stands.

    What was sent decides too: a page that was opened before the round did is read whole, so that
    the service can say what may no longer change instead of losing it in silence.
    """
    data = by_field(values)
    if opened and "reference" not in request.form:
        form = OpenedRoundForm(data=data)
    else:
        form = RoundForm(data=data, question_sets=question_sets, first_stages=first_stages)
    form.stored = values
    form.over(data)
    return form


def _usual_months() -> dict[str, int]:
    return {
        f"phase_{number}_{name}": months
        for number in PHASES
        for name, months in zip(
            ("min_months", "max_months"), (6, 12) if number == 1 else (12, 36), strict=True
        )
    }


def as_opened(form: OpenedRoundForm, values: RoundValues) -> OpenedRoundForm:
    """A form that was sent whole after the round had opened, cut down to what may change.

    What was typed into it stays, and so does every error.
    """
    if type(form) is OpenedRoundForm:
        return form
    data = by_field(values)
    small = OpenedRoundForm(data=data)
    small.over(data)
    small.catch_up(data)
    small.form_errors.extend(form.form_errors)
    small.elsewhere, small.linked = {**form.elsewhere, **small.elsewhere}, form.linked
    for field in form:
        if field.short_name in small:
            small[field.short_name].errors = field.errors
            continue
        for error in field.errors:
            small.add_refusal(str(error), field.short_name)
    return small


def new_round_form(
    question_sets: list[QuestionSetRow],
    criteria_sets: Iterable[CriteriaSet],
    first_stages: Iterable[tuple[int, str, str]],
) -> NewRoundForm:
    """The form for another round, with the usual choices made."""
    usual = {
        "min_assessments": 3, "threshold_pct": 70, "blindness": "assessor_hidden",
        "reveal": "after_own", "assess_from": "closing", "ai_rules": ai.USUAL,
        "assessor_rules": ai.USUAL_FOR_ASSESSORS, "scores_told": BESIDE,
        "feedback_apart": False,
        "deciders": ONE,
        "phase_1_cap_gbp": 150_000, **_usual_months(),
    }  # fmt: skip
    return NewRoundForm(
        data=usual,
        question_sets=question_sets,
        criteria_sets=criteria_sets,
        first_stages=first_stages,
    )
