"""What somebody else saved while a form was open, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from award.design import formatters
from award.design.forms import Form
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import PhaseValues, RoundValues


class Newer(NamedTuple):
    """A field whose stored value is not what stands in the form."""

    label: str
    stored: str


def newer_values(form: Form, stored: RoundValues) -> list[Newer]:
    """Fields of the form that say something else than the stored round."""
    found = [
        Newer(form[name].label.text, _words(form[name], getattr(stored, name)))
        for name in stored.__dataclass_fields__
        if name in form and form[name].data != getattr(stored, name)
    ]
    if f"phase_{min(PHASES)}_open" in form:
        phases = {phase.phase: phase for phase in stored.phases}
        for number, phase in PHASES.items():
            if _differs(form, number, phases.get(number)):
                label = f"Phase {number}: {phase.name}"
                found.append(Newer(label, phase_in_words(phases.get(number))))
    return found


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


def _words(field: Any, value: Any) -> str:
    if isinstance(value, datetime):
        return formatters.long_datetime(value)
    options: Callable[[], Any] | None = getattr(field, "options", None)
    if options is not None:
        return next((choice.label for choice in options() if choice.value == value), str(value))
    if field.name == "budget_gbp":
        return formatters.money(value)
    choices = dict(getattr(field, "choices", None) or {})
    return str(choices.get(value, value)) or "Blank"
