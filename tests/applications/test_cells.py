"""What is wrong with a cell of a table is told at the cell, by the next save as by the page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.rounds.kinds import KINDS
from award.rounds.queries.question_sets import question_set
from tests.applications.tabling import BEGIN, END, NAME, milestones, project, typed
from tests.applications.walking import url
from tests.build import applications
from tests.client import CheckedClient
from tests.page import Page

SCRIPT = {"Accept": "application/json"}
BAD = {
    "short_text": "word " * 13,
    "long_text": "word " * 21,
    "number": "soon",
    "money": "1" * 60,
    "date": "when the rota allows",
    "choice": "middling",
    "yes_no": "perhaps",
}


@pytest.fixture
def application(app: Flask, lead: User) -> Application:
    return applications.draft(lead=lead, answers={"milestones": [BEGIN, END]})


def columns_of(application: Application) -> dict[str, str]:
    """Kind -> the first column of that kind."""
    asked = question_set(application.round.question_set_id).question("milestones")
    return {column.kind: column.key for column in reversed(asked.columns)}


def told_by(answer: Page) -> dict[tuple[str, str], str]:
    return {(cell["row"], cell["column"]): cell["words"] for cell in answer.json["cells"][NAME]}


def shown_in(page: Page) -> dict[tuple[str, str], str]:
    """The words beside each cell of which the page says that it is wrong."""
    found = {}
    for box in page.root.iter():
        name = str(box.get("name") or "")
        if box.get("aria-invalid") == "true" and name.startswith(f"{NAME}-"):
            row, column = name.removeprefix(f"{NAME}-").split("-")
            beside = str(box.get("aria-describedby"))
            (error,) = [item for item in page.root.iter() if item.get("id") == beside]
            found[row, column] = "".join(error.itertext()).removeprefix("Error: ")
    return found


def save(me: CheckedClient, application: Application, **cells: Any) -> Page:
    page = me.get(project(application))
    return me.post(project(application), typed(page, **cells), headers=SCRIPT, status=200)


@pytest.mark.parametrize("kind", sorted(key for key, kind in KINDS.items() if kind.in_a_cell))
def test_a_bad_cell_of_any_kind_is_kept_and_told_at_its_cell_until_it_is_mended(
    kind: str, me: CheckedClient, application: Application
) -> None:
    column, text = columns_of(application)[kind], BAD[kind].strip()
    answer = save(me, application, **{f"k2_{column}": text})
    assert told_by(answer).keys() == {("k2", column)}
    assert milestones(application)[1][column] == text
    page = me.get(project(application))
    assert shown_in(page) == told_by(answer), "as on a page that is loaded again"
    assert page.value_of(f"{NAME}-k2-{column}") == text
    good = {"month": "9", "what": "End"}.get(column, "")
    assert told_by(save(me, application, **{f"k2_{column}": good})) == {}
    assert shown_in(me.get(project(application))) == {}


def test_the_line_that_says_it_is_saved_names_rows_and_columns(
    me: CheckedClient, application: Application
) -> None:
    said = save(me, application, k2_month="soon", k1_cost="1.50").json["said"]
    assert said.endswith("Not all of it can be read: Milestone 1 (Cost) and Milestone 2 (Month)")
    bad = {f"k{row}_{column}": "?" for row in (1, 2) for column in ("month", "by", "cost")}
    said = save(me, application, **bad).json["said"]
    assert said.endswith(
        ": Milestone 1 (Month), Milestone 1 (Done by), Milestone 1 (Cost) and 3 more"
    )


def test_a_blank_is_told_too_and_left_to_the_page_to_show(
    me: CheckedClient, application: Application
) -> None:
    """A row half filled is nobody's mistake while it is being written."""
    answer = save(me, application, k2_month="")
    assert told_by(answer) == {("k2", "month"): "Enter a number"}
    assert "can be read" not in answer.json["said"]


def test_check_answers_names_the_cells_as_the_section_does(
    me: CheckedClient, application: Application
) -> None:
    """In its words, all of them, and no more of one table than it tells."""
    bad = {f"k{n}_month": "soon" for n in (1, 2)} | {"k1_cost": "2.50", "k2_cost": "5k"}
    save(me, application, **bad)
    page = me.get(project(application))
    told = {words.strip() for words in shown_in(page).values()}
    lines = [item for item in page.root.iter("p") if item.get("class") == "app-warning"]
    section = [" ".join("".join(one.itertext()).split()).partition(": ")[2] for one in lines]
    section = [line for line in section if line.startswith("Milestone")]
    check = me.get(url(application, "/check"))
    errors = [
        " ".join("".join(one.itertext()).split()).removeprefix("Error: ")
        for one in check.root.iter("p")
        if one.get("class") == "nhsuk-error-message"
    ]
    assert [line for line in errors if line.startswith("Milestone")] == section
    assert len(section) == 4 and len(told) == 3
    assert all(any(line.endswith(words) for words in told) for line in section)
