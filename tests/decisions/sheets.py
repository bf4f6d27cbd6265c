"""Rounds to draw a shortlist of, and the sheet as a person reads it."""

from __future__ import annotations

from award.applications.models import Application
from award.rounds.models import Round
from tests.build import applications, assessment
from tests.page import Page


def entry(round_: Round, title: str, scores: list[list[int]], ask: int = 100_000) -> Application:
    """A submitted application that asks for `ask`, with one sheet for each row of scores."""
    application = applications.submitted(round_, title=title, answers={"amount_requested": ask})
    return assessment.assessed(application, scores) if scores else application


def three(round_: Round) -> list[Application]:
    return [
        entry(round_, "Third", [[6, 6, 6], [6, 6, 6]]),
        entry(round_, "First", [[9, 9, 9], [9, 9, 9]]),
        entry(round_, "Second", [[8, 8, 8], [7, 7, 7]]),
    ]


def path(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/shortlist"


def body(page: Page) -> list[list[str]]:
    """Cells of the shortlist, row by row, as a person reads them."""
    table = next(t for t in page.all("table") if "shortlist__table" in t.get("class", ""))
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.iter("tr")
    ]


def texts(rows: list[list[str]]) -> list[str]:
    return [row[0] if len(row) == 1 else row[2] for row in rows[1:]]
