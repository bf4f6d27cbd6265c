"""What somebody else saved while a form was open, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from award.design import formatters
from award.design.forms import Form, Problem
from award.foundation.differences import Sides, compared
from award.rounds.rules.criteria import CriterionValues
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import PhaseValues, RoundValues


class Newer(NamedTuple):
    """Something whose stored value is not `mine`, what stands in the form; both in words."""

    label: str
    stored: str
    mine: str

    @property
    def sides(self) -> Sides:
        """The two with the words that differ."""
        return compared(self.stored, self.mine)


def lead_to_differences(form: Form) -> None:
    """That somebody else saved is told with a link to what they saved."""
    form.linked += [Problem(str(message), "#newer") for message in form.form_errors]
    form.form_errors.clear()


def newer_values(form: Form, stored: RoundValues) -> list[Newer]:
    """Fields of the form that say something else than the stored round."""
    found = [
        Newer(
            form[name].label.text,
            _words(form[name], getattr(stored, name)),
            _words(form[name], form[name].data),
        )
        for name in stored.__dataclass_fields__
        if name in form and form[name].data != getattr(stored, name)
    ]
    if f"phase_{min(PHASES)}_open" in form:
        phases = {phase.phase: phase for phase in stored.phases}
        for number, phase in PHASES.items():
            if _differs(form, number, phases.get(number)):
                label = f"Phase {number}: {phase.name}"
                typed = phase_in_words(_typed(form, number))
                found.append(Newer(label, phase_in_words(phases.get(number)), typed))
    return found


def newer_criteria(
    stored: tuple[CriterionValues, ...], typed: tuple[CriterionValues, ...]
) -> list[Newer]:
    """What differs, part by part; a criterion that only one side has is one line."""
    mine = {criterion.key: criterion for criterion in typed}
    theirs = {criterion.key: criterion for criterion in stored}
    found = []
    for key in dict.fromkeys([*theirs, *mine]):
        here, there = mine.get(key), theirs.get(key)
        if here and there:
            found += _differing_parts(there, here)
        elif here:
            found.append(Newer(here.title or "New criterion", "Not there", "In the form"))
        elif there:
            found.append(Newer(there.title, "There", "Not in the form: saving removes it"))
    return found


def _differing_parts(there: CriterionValues, here: CriterionValues) -> list[Newer]:
    mine = _parts(here)
    return [
        Newer(f"{there.title}: {label}", text or "Blank", mine.get(label) or "Blank")
        for label, text in _parts(there).items()
        if text != mine.get(label)
    ]


def _parts(criterion: CriterionValues) -> dict[str, str]:
    return {
        "title": criterion.title,
        "weight": f"{criterion.weight}%",
        "guidance for assessors": criterion.guidance,
        "in plain words": criterion.plain,
        **{f"scores {band.high} to {band.low}": band.text for band in criterion.bands},
        **{f"scores {b.high} to {b.low}, in plain words": b.plain for b in criterion.bands},
    }


def phase_in_words(phase: PhaseValues | None) -> str:
    """Not open; or: up to £150,000, 6 to 12 months, £1,000,000 of the budget."""
    if phase is None:
        return "Not open"
    cap = f"up to {formatters.money(phase.cap_gbp)}" if phase.cap_gbp else "no cap"
    share = f", {formatters.money(phase.budget_gbp)} of the budget" if phase.budget_gbp else ""
    return f"Open: {cap}, {phase.min_months} to {phase.max_months} months{share}"


def _differs(form: Form, number: int, stored: PhaseValues | None) -> bool:
    if form[f"phase_{number}_open"].data != (stored is not None):
        return True
    return stored is not None and any(
        form[f"phase_{number}_{name}"].data != getattr(stored, name)
        for name in ("cap_gbp", "budget_gbp", "min_months", "max_months")
    )


def _typed(form: Form, number: int) -> PhaseValues | None:
    if not form[f"phase_{number}_open"].data:
        return None
    names = ("budget_gbp", "cap_gbp", "min_months", "max_months")
    return PhaseValues(number, **{name: form[f"phase_{number}_{name}"].data for name in names})


def _words(field: Any, value: Any) -> str:
    if value is None:
        return "Blank"
    if isinstance(value, datetime):
        return formatters.long_datetime(value)
    options: Callable[[], Any] | None = getattr(field, "options", None)
    if options is not None:
        return next((choice.label for choice in options() if choice.value == value), str(value))
    if field.name == "budget_gbp":
        return formatters.money(value)
    choices = dict(getattr(field, "choices", None) or {})
    return str(choices.get(value, value)) or "Blank"
