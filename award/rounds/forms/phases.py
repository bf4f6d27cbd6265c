"""The four phases of a round's form: each open or not, with its money and months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from award.design.fields import DeclarationField, MoneyField, WholeNumberField
from award.design.forms import Form
from award.rounds.rules.phases import PHASES
from award.rounds.rules.values import (
    LARGEST_GBP,
    LONGEST_MONTHS,
    MONEY_RANGE,
    MONTHS_RANGE,
    PhaseValues,
)


class AmountField(MoneyField):
    """Money of a round: whatever is out of range is told the whole range, as the rules tell it."""

    def _in_range(self, digits: str) -> int:
        with _range_told(self.called, MONEY_RANGE):
            return super()._in_range(digits)


class MonthsField(WholeNumberField):
    """The same for months."""

    def _in_range(self, digits: str) -> int:
        with _range_told(self.called, MONTHS_RANGE):
            return super()._in_range(digits)


@contextmanager
def _range_told(called: str, words: str) -> Iterator[None]:
    try:
        yield
    except ValueError:
        raise ValueError(f"{called} must be {words}") from None


PHASE_FIELDS = ("open", "cap_gbp", "budget_gbp", "min_months", "max_months")


class PhasesForm(Form):
    """Fields are `phase_<n>_open`, `phase_<n>_cap_gbp` and so on, added below."""

    def phases(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Phase number and its fields by short name."""
        for number in PHASES:
            yield number, {name: self[f"phase_{number}_{name}"] for name in PHASE_FIELDS}

    def phase_values(self) -> tuple[PhaseValues, ...]:
        """The phases that are open; months that couldn't be read are 1, and have an error."""
        return tuple(
            PhaseValues(
                number,
                part["budget_gbp"].data,
                part["cap_gbp"].data,
                part["min_months"].data or 1,
                part["max_months"].data or 1,
            )
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
    called = f"Phase {number}:"
    for name, field in {
        "open": DeclarationField(f"Phase {number}: {PHASES[number].name}"),
        "cap_gbp": AmountField("Most for one application", hint="Blank: no upper limit",
                               called=f"{called} the most for one application",
                               minimum=1, maximum=LARGEST_GBP),
        "budget_gbp": AmountField("Share of the budget", hint="Blank: shared with others",
                                  called=f"{called} the share of the budget",
                                  minimum=1, maximum=LARGEST_GBP),
        "min_months": MonthsField("Shortest project", called=f"{called} the shortest project",
                                  suffix="months", minimum=1, maximum=LONGEST_MONTHS),
        "max_months": MonthsField("Longest project", called=f"{called} the longest project",
                                  suffix="months", minimum=1, maximum=LONGEST_MONTHS),
    }.items():  # fmt: skip
        setattr(PhasesForm, f"phase_{number}_{name}", field)


for _phase_number in PHASES:
    _add_phase(_phase_number)
