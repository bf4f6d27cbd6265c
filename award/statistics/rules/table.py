"""Scores as a long table: who gave which application what on which criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Cell(NamedTuple):
    """One score. Names are whatever tells them apart."""

    application: str
    assessor: str
    criterion: str
    score: float


@dataclass(frozen=True)
class Table:
    """Cells and sheets as columns of numbers; a number is a place among the names, which are in
    the order of the alphabet, so that the order of the rows decides nothing.

    A sheet is what one assessor gave one application: the mean of its scores, or what the caller
    says that it comes to.
    """

    applications: Sequence[str]
    assessors: Sequence[str]
    criteria: Sequence[str]
    cell_application: Any
    cell_criterion: Any
    cell_score: Any
    application: Any
    assessor: Any
    score: Any

    @property
    def sheets(self) -> int:
        return len(self.score)

    def of_criterion(self, number: int) -> tuple[Any, Any]:
        """Applications and scores of one criterion's cells."""
        mine = self.cell_criterion == number
        return self.cell_application[mine], self.cell_score[mine]


def table_of(cells: Iterable[Cell], totals: Mapping[tuple[str, str], float] | None = None) -> Table:
    """`totals` by application and assessor; without them the mean of the scores that are there."""
    rows = sorted(cells)
    applications = sorted({cell.application for cell in rows})
    assessors = sorted({cell.assessor for cell in rows})
    criteria = sorted({cell.criterion for cell in rows})
    place = {name: at for at, name in enumerate(applications)}
    person = {name: at for at, name in enumerate(assessors)}
    asked = {name: at for at, name in enumerate(criteria)}
    given: dict[tuple[str, str], list[float]] = {}
    for cell in rows:
        given.setdefault((cell.application, cell.assessor), []).append(cell.score)
    if totals is None:
        totals = {key: sum(scores) / len(scores) for key, scores in given.items()}
    return Table(
        applications,
        assessors,
        criteria,
        np.array([place[cell.application] for cell in rows], dtype=int),
        np.array([asked[cell.criterion] for cell in rows], dtype=int),
        np.array([cell.score for cell in rows], dtype=float),
        np.array([place[key[0]] for key in given], dtype=int),
        np.array([person[key[1]] for key in given], dtype=int),
        np.array([totals[key] for key in given], dtype=float),
    )
