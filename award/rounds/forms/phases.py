"""The four phases of a round's form: each open or not, with its money and months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from award.design.fields import DeclarationField, MoneyField, WholeNumberField
from award.design.forms import Form
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import PhaseValues

PHASE_FIELDS = ("open", "cap_gbp", "budget_gbp", "min_months", "max_months")


class PhasesForm(Form):
    """Fields are `phase_<n>_open`, `phase_<n>_cap_gbp` and so on, added below."""

    def phases(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Phase number and its fields by short name."""
        for number in PHASES:
            yield number, {name: self[f"phase_{number}_{name}"] for name in PHASE_FIELDS}

    def phase_values(self) -> tuple[PhaseValues, ...]:
        """The phases that are open."""
        return tuple(
            PhaseValues(number, **{name: part[name].data for name in PHASE_FIELDS[1:]})
            for number, part in self.phases()
            if part["open"].data
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """What stands below a phase that isn't open is ignored; an open one needs its months."""
        for _, part in self.phases():
            if not part["open"].data:
                for field in part.values():
                    field.process_errors = []
        valid = super().validate(extra_validators)
        for number, part in self.phases():
            valid &= not part["open"].data or _complete(number, part)
        return valid


def _complete(number: int, part: dict[str, Any]) -> bool:
    complete = True
    for name, words in (("min_months", "shortest"), ("max_months", "longest")):
        if part[name].data is None:
            complete = False
            if not part[name].errors:
                part[name].errors = [f"Phase {number}: enter the {words} project in months"]
    return complete


def _add_phase(number: int) -> None:
    called = f"Phase {number}"
    for name, field in {
        "open": DeclarationField(f"Phase {number}: {PHASES[number].name}"),
        "cap_gbp": MoneyField("Most for one application", called=f"{called} cap",
                              hint="Blank: no upper limit"),
        "budget_gbp": MoneyField("Share of the budget", called=f"{called} share",
                                 hint="Blank: shared with others"),
        "min_months": WholeNumberField("Shortest project", called=f"{called} shortest project",
                                       suffix="months"),
        "max_months": WholeNumberField("Longest project", called=f"{called} longest project",
                                       suffix="months"),
    }.items():  # fmt: skip
        setattr(PhasesForm, f"phase_{number}_{name}", field)


for _phase_number in PHASES:
    _add_phase(_phase_number)
