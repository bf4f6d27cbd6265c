"""Rounds whose truth is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from award.statistics.rules.severity import Sheets
from award.statistics.rules.table import Cell, Table, table_of


class Made(NamedTuple):
    """`given` is by how much each assessor gives more than the rest."""

    sheets: Sheets
    quality: np.ndarray
    given: np.ndarray


def made(
    seed: int, applications: int, assessors: int, *, each: int = 3, differ: float = 0.5
) -> Made:
    """Quality varies by 1, what is left by 1, assessors by `differ`."""
    draw = np.random.Generator(np.random.PCG64(seed))
    order = np.argsort(draw.random((applications, assessors)), axis=1)[:, :each]
    application = np.repeat(np.arange(applications), each)
    assessor = order.ravel()
    quality, given = draw.normal(0, 1, applications), draw.normal(0, differ, assessors)
    score = quality[application] + given[assessor] + draw.normal(0, 1, len(application))
    return Made(Sheets(application, assessor, score, applications, assessors), quality, given)


def as_cells(sheets: Sheets, criterion: str = "whole") -> list[Cell]:
    rows = zip(
        sheets.application.tolist(), sheets.assessor.tolist(), sheets.score.tolist(), strict=True
    )
    return [Cell(f"A{a:04}", f"P{j:03}", criterion, y) for a, j, y in rows]


def as_table(sheets: Sheets) -> Table:
    return table_of(as_cells(sheets))
