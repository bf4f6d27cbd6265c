"""The page of a section: where one is, what is left, what others have done meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import transaction
from award.rounds.seeds import QUESTION_SETS
from award.rounds.services import reference_data
from tests.applications.tabling import BEGIN, END, NAME, milestones, project
from tests.applications.walking import fill, save_elsewhere, stored, url
from tests.build import applications, rounds
from tests.client import CheckedClient
from tests.page import Page

KEY = "base_milestones"
TYPED = {f"{NAME}-k1-what": "Begin", f"{NAME}-k1-month": "1",
         f"{NAME}-k2-what": "End", f"{NAME}-k2-month": "9"}  # fmt: skip


@pytest.fixture
def application(lead: User) -> Application:
    return applications.draft(lead=lead, answers={"milestones": [BEGIN, END]})


def by_script(me: CheckedClient, path: str, part: dict[str, Any]) -> Any:
    return me.post(path, part, status=200, headers={"Accept": "application/json"}).json


def state_beside(page: Page, key: str) -> set[str]:
    return {"".join(one.itertext()) for one in page.all("span") if one.get("data-says") == key}


def test_every_section_is_a_step_away_with_how_it_stands(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(url(application, "/problem"))
    links = page.links()
    assert links["Summary"] == url(application, "/summary")
    assert links["Next: Project and money"] == url(application, "/project")
    assert links["Previous: Summary"] == url(application, "/summary")
    assert "Problem and people 2 of 3" in page.text
    assert state_beside(page, "summary") == {"Not started"}
    assert "left here" in page.text
    me.post(url(application, "/problem"), fill(page, problem="Falls at night"))
    page = me.get(url(application, "/problem"))
    assert state_beside(page, "problem") == {"2 left"}
    assert "2 left here" in page.text


def test_a_save_tells_the_page_what_is_left(me: CheckedClient, application: Application) -> None:
    page = me.get(url(application, "/problem"))
    told = by_script(me, url(application, "/problem"), fill(page, problem="Falls at night"))
    assert told["progress"]["left"] == "2 left here"
    assert told["progress"]["sections"]["problem"] == ["2 left", "in-progress"]


def test_the_button_in_the_bar_belongs_to_the_form(
    me: CheckedClient, application: Application
) -> None:
    """It is also the first one, so that Enter in a box goes on and moves no row."""
    page = me.get(project(application))
    first = next(one for one in page.all("button") if one.get("name"))
    assert (first.get("form"), first.get("value")) == ("questions", "continue")
    assert [one.get("id") for one in page.all("form") if one.get("id") == "questions"]


def test_a_title_has_room_and_a_count(me: CheckedClient, application: Application) -> None:
    page = me.get(url(application, "/summary"))
    box = next(one for one in page.all("textarea") if one.get("name") == "answer_project_title")
    assert box.get("data-line") is not None and "30" in page.text
    me.post(
        url(application, "/summary"), fill(page, project_title="Doors that say\r\nthey are open")
    )
    assert stored(application)["project_title"] == "Doors that say they are open"
    long = " ".join(["word"] * 31)
    me.post(
        url(application, "/summary"), fill(me.get(url(application, "/summary")), project_title=long)
    )
    assert "cut 1 to get down to 30" in me.get(url(application, "/summary")).text


def test_what_can_not_be_read_is_named(me: CheckedClient, application: Application) -> None:
    page = me.get(url(application, "/summary"))
    told = by_script(me, url(application, "/summary"), fill(page, duration_months="some"))
    assert (told["outcome"], told["said"]) == (
        "error", "Saved, apart from what we can’t read: Length",
    )  # fmt: skip
    sent = fill(page, duration_months="99")
    (error,) = me.post(url(application, "/summary"), sent, status=200).errors
    assert "Length" in error and "How long" not in error
    page = me.get(project(application))
    told = by_script(me, project(application), {**page.form_values(), f"{NAME}-k1-month": "soon"})
    assert told["outcome"] == "saved" and told["said"].endswith(
        "Not all of it can be read: Milestone 1 (Month)"
    )


def test_a_row_added_elsewhere_comes_into_the_page(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    third = {"id": "k3", "what": "Third", "month": 5}
    save_elsewhere(application, milestones=[BEGIN, third, END])
    part = {KEY: page.value_of(KEY), f"rows_{NAME}": "k1 k2", **TYPED, f"{NAME}-k2-cost": "7"}
    (table,) = by_script(me, project(application), part)["tables"]
    assert [row for row, _ in table["rows"]] == ["k1", "k3", "k2"]
    assert table["rows"][1][1]["what"] == "Third" and table["rows"][2][1]["cost"] == "7"
    assert (table["name"], table["gone"]) == (NAME, [])
    # The page that has drawn it can take it out again; one that hasn't would not.
    part |= {KEY: table["base"], f"{NAME}-k2-cost": "7"}
    by_script(me, project(application), part)
    assert [row["id"] for row in milestones(application)] == ["k1", "k2"]


def test_a_row_removed_elsewhere_goes_from_the_page(
    me: CheckedClient, application: Application
) -> None:
    """Whatever else was saved on the page."""
    page = me.get(project(application))
    save_elsewhere(application, milestones=[END])
    told = by_script(me, project(application), fill(page, project="We try it"))
    (table,) = told["tables"]
    assert table["gone"] == ["k1"] and [row for row, _ in table["rows"]] == ["k2"]
    assert "“Milestones”" in told["said"]
    again = {**fill(page, project="We try it out"), **told["bases"], KEY: table["base"]}
    again[f"rows_{NAME}"] = "k2"
    assert by_script(me, project(application), again)["tables"] == []


def test_a_cell_says_how_much_it_takes(me: CheckedClient, application: Application) -> None:
    page = me.get(project(application))
    cells = [one for one in page.all("textarea") if one.get("data-column")]
    limited = [
        one for one in cells if one.get("data-most-words") or one.get("data-most-characters")
    ]
    assert limited, "the small set has a column with a limit"
    for one in limited:
        assert one.get(
            "data-most-words"
        ) is None or f"Up to {one.get('data-most-words')} words" in (page.text)


def test_the_page_counts_the_sections_that_the_task_list_counts(
    me: CheckedClient, lead: User
) -> None:
    """Declarations are made on the page that sends."""
    with transaction():
        questions = reference_data.import_question_set(QUESTION_SETS / "asc-ai-first.toml")
    draft = applications.draft(rounds.open_round(question_set_id=questions.id), lead)
    counted = re.search(r"0 of (\d+) sections completed", me.get(url(draft)).text)
    assert counted
    page = me.get(url(draft, "/summary"))
    assert f"section 1 of {counted[1]}" in page.text and f"Summary 1 of {counted[1]}" in page.text
    assert f"All {counted[1]} sections 0 completed" in page.text


def test_a_hint_says_what_the_round_allows_in_the_phase_of_the_application(
    me: CheckedClient, lead: User
) -> None:
    draft = applications.draft(lead=lead)
    phase = next(one for one in draft.round.phases if one.phase == draft.phase)
    summary, money = me.get(url(draft, "/summary")), me.get(project(draft))
    told = summary.described("answer_duration_months")
    assert f"Phase {draft.phase} last {phase.min_months} to {phase.max_months} months." in told
    most = money.described("answer_amount_requested")
    assert f"The most you can ask for in Phase {draft.phase} is £{phase.cap_gbp:,}." in most


@pytest.mark.parametrize("scripted", [False, True])
def test_what_is_saved_goes_on_and_is_said_on_the_next_page(
    me: CheckedClient, lead: User, scripted: bool
) -> None:
    """Whether a script has saved it before the button is pressed, or not."""
    application = applications.draft(lead=lead)
    path = url(application, "/problem")
    values = fill(me.get(path), problem="word " * 130)
    if scripted:
        me.post(path, values, status=200, headers={"Accept": "application/json"})
        values = me.get(path).form_values()
    after = me.post(path, {**values, "then": "continue"})
    assert after.location == url(application, "/project")
    page = me.follow(after)
    said = "1 answer in “Problem and people” needs changing"
    assert said in page.text
    assert page.links()[said] == f"{path}#answer_problem"
