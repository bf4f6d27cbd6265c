"""What public registers say of the numbers in answers, for whoever is shown these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from award.accounts.queries import registers
from award.applications.rules.answers import SectionView
from award.rounds.kinds import Registered, Shown, numbers_in, with_notes

Beside = Callable[[Shown | None], Shown | None]


def said_of(numbers: Iterable[Registered]) -> dict[Registered, str]:
    """A sentence for each that a register knows; one statement, or none."""
    return {number: known.said for number, known in registers.known(numbers).items()}


def beside(answers: Iterable[Shown | None]) -> Beside:
    """Writes beside an answer, out of these, what registers say of the numbers that it shows."""
    said = said_of(number for shown in answers for number in numbers_in(shown))
    return lambda shown: with_notes(shown, said)


def with_registers(sections: Sequence[SectionView]) -> list[SectionView]:
    """The same for whole sections."""
    noted = beside(one.shown for view in sections for one in view.answers)
    return [
        replace(view, answers=[replace(one, shown=noted(one.shown)) for one in view.answers])
        for view in sections
    ]
