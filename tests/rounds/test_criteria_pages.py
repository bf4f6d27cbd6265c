"""Criteria in the browser: changed together, kept together."""

from __future__ import annotations

import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import db
from award.rounds.queries import rounds
from tests.build import rounds as build
from tests.client import CheckedClient
from tests.rounds.forms import stored, values

pytestmark = pytest.mark.any_database


def test_changing_criteria(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    page = staff.get("/manage/rounds/ASC-1/criteria", budget=8)
    assert "Weights sum to 100" in page.text
    sent = values(page) | {"rows-0-weight": "45", "button": "save"}
    refused = staff.post("/manage/rounds/ASC-1/criteria", sent, status=200)
    assert refused.errors == ["Weights sum to 95: add 5"]
    assert refused.value_of("rows-0-weight") == "45"
    sent |= {"rows-1-weight": "35", "rows-0-band_1": "A need like no other."}
    sent |= {"rows-0-plain_1": "It matters a lot."}
    staff.post("/manage/rounds/ASC-1/criteria", sent)
    first, second, _ = rounds.values_of(stored()).criteria
    assert (first.key, first.weight, second.weight) == ("problem", 45, 35)
    assert (first.bands[0].low, first.bands[0].text) == (9, "A need like no other.")
    assert [band.plain for band in first.bands] == ["It matters a lot.", "", "", "", ""]
    page = staff.get("/manage/rounds/ASC-1/criteria")
    assert page.value_of("rows-0-plain_1") == "It matters a lot."


def test_adding_and_removing_a_criterion_without_script(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    sent = values(staff.get(path)) | {"rows-0-title": "Typed", "rows-0-weight": "lots"}
    page = staff.post(path, sent | {"button": "remove-1"}, status=200)
    assert "Weights sum to 20: add 80" in page.text
    assert (page.value_of("rows-0-title"), page.value_of("rows-0-weight")) == ("Typed", "lots")
    assert [page.value_of(f"rows-{n}-key") for n in range(3)] == ["problem", "value", None]
    page = staff.post(path, values(page) | {"button": "add"}, status=200)
    assert page.value_of("rows-2-title") == ""
    assert len(stored().criteria) == 3
    new = {
        "rows-0-weight": "40", "rows-2-title": "2 Evidence & more", "rows-2-weight": "40",
        **{f"rows-2-band_{place}": f"Band {place}" for place in range(1, 6)},
    }  # fmt: skip
    staff.post(path, values(page) | new | {"button": "save"})
    assert [(item.key, item.title, item.weight) for item in rounds.values_of(stored()).criteria
            ] == [("problem", "Typed", 40), ("value", "Value for money", 20),
                  ("evidence_more", "2 Evidence & more", 40)]  # fmt: skip


def test_every_criterion_needs_its_words(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    sent = values(staff.get(path)) | {"rows-1-title": "", "rows-2-band_3": " ", "button": "save"}
    page = staff.post(path, sent, status=200)
    assert page.errors == ["Enter a title", "Describe scores 6 to 5"]


def test_two_criteria_with_one_title_are_refused(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    sent = values(staff.get(path)) | {"rows-2-title": " PROBLEM ", "button": "save"}
    page = staff.post(path, sent, status=200)
    assert page.errors == ["Another criterion is called “PROBLEM” too"]
    assert [link for link in page.links().values() if "rows-2" in link] == ["#rows-2-title"]


def test_a_fault_of_the_other_page_leads_there(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    made = build.announced_round(reference="ASC-1")
    made.phases[0].cap_gbp = 2_000_000  # from before the rule was there
    db.session.flush()
    sent = values(staff.get(path)) | {"rows-0-title": "Other", "button": "save"}
    page = staff.post(path, sent, status=200)
    words = (
        "Phase 1: the most for one application is £2,000,000, more than the round’s budget of "
        "£1,000,000"
    )
    assert page.errors == [words]
    assert page.links()[words] == "/manage/rounds/ASC-1/edit#phase_1_cap_gbp"


def test_a_budget_too_small_for_the_frozen_phases_is_said_at_the_budget(
    staff: CheckedClient,
) -> None:
    build.open_round(reference="ASC-1")
    sent = values(staff.get("/manage/rounds/ASC-1/edit"), budget_gbp="£100,000", reason="Less")
    page = staff.post("/manage/rounds/ASC-1/edit", sent, status=200)
    words = (
        "Phase 1: the most for one application is £150,000, more than the round’s budget of "
        "£100,000"
    )
    assert page.errors == [words]
    assert page.links()[words] == "#budget_gbp"


def test_what_somebody_else_did_to_the_criteria_is_told_part_by_part(
    staff: CheckedClient,
) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    mine = values(staff.get(path)) | {"rows-0-band_1": "Mine.", "button": "save"}
    page = staff.get(path)
    for _ in range(2):
        page = staff.post(path, values(page) | {"button": "remove-1"}, status=200)
    staff.post(path, values(page) | {"rows-0-weight": "100", "button": "save"})
    page = staff.post(path, mine)
    # What only they changed is taken over, what only I changed stays, and rows that they removed
    # and I left alone are gone.
    assert page.location == path
    kept = stored().criteria
    assert [(row.title, row.weight) for row in kept] == [("Problem", 100)]
    assert kept[0].bands[0]["text"] == "Mine."


def test_a_criterion_that_only_one_removed(staff: CheckedClient) -> None:
    """Removed here and changed there, it comes back; changed here and removed there, it stays."""
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    start = staff.get(path)
    titles = [row.title for row in stored().criteria]
    removed = staff.post(path, values(start) | {"button": "remove-0"}, status=200)
    staff.post(path, values(start) | {"rows-0-guidance": "THEIRS", "button": "save"})
    page = staff.post(path, values(removed) | {"rows-1-weight": "70", "button": "save"}, status=200)
    assert [error for error in page.errors if "which you removed" in error]
    assert "THEIRS" in page.text and stored().criteria[0].guidance == "THEIRS"

    start = staff.get(path)
    page = staff.post(path, values(start) | {"button": "remove-0"}, status=200)
    gone = values(page) | {"rows-0-weight": "70", "rows-1-weight": "30", "button": "save"}
    assert staff.post(path, gone).location == path
    sent = values(start) | {"rows-0-guidance": "MINE", "button": "save"}
    page = staff.post(path, sent, status=200)
    assert [error for error in page.errors if "Somebody else removed" in error]
    kept = values(page) | {"rows-1-weight": "30", "rows-2-weight": "20", "button": "save"}
    assert staff.post(path, kept).location == path
    assert [row.title for row in stored().criteria] == titles
    assert stored().criteria[0].guidance == "MINE"


def test_a_criterion_that_somebody_added_meanwhile_stands_in_the_form(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    mine = values(staff.get(path)) | {"rows-0-guidance": "MINE", "button": "save"}
    page = staff.post(path, values(staff.get(path)) | {"button": "add"}, status=200)
    row = {f"rows-3-band_{place}": f"Band {place}" for place in range(1, 6)}
    row |= {"rows-3-title": "Theirs", "rows-3-weight": "10", "rows-0-weight": "40"}
    assert staff.post(path, values(page) | row | {"button": "save"}).location == path
    assert staff.post(path, mine).location == path
    kept = stored().criteria
    assert (kept[0].guidance, kept[0].weight, kept[3].title) == ("MINE", 40, "Theirs")


def test_a_round_keeps_at_least_one_criterion(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    page = staff.get(path)
    for _ in range(3):
        page = staff.post(path, values(page) | {"button": "remove-0"}, status=200)
    page = staff.post(path, values(page) | {"button": "save"}, status=200)
    assert page.errors == ["Add at least one criterion"]
    assert len(stored().criteria) == 3


def test_two_people_at_the_criteria(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    mine = values(staff.get(path)) | {"rows-0-title": "Mine", "button": "save"}
    theirs = values(staff.get(path)) | {"rows-0-title": "Theirs", "button": "save"}
    staff.post(path, theirs)
    page = staff.post(path, mine, status=200)
    said = "“Theirs: title” was also changed meanwhile: choose which version to keep"
    assert page.errors == [said]
    assert page.value_of("rows-0-title") == "Mine"
    # A row more or less in between loses neither version.
    page = staff.post(path, values(page) | {"button": "add"}, status=200)
    page = staff.post(path, values(page) | {"button": "remove-3"}, status=200)
    assert page.errors == [said]
    staff.post(path, values(page) | {"keep_problem-title": "mine", "button": "save"})
    assert stored().criteria[0].title == "Mine"


def test_criteria_of_an_open_round_are_read_only(staff: CheckedClient, app: Flask) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    made = build.announced_round(reference="ASC-1")
    sent = values(staff.get(path)) | {"rows-0-title": "Other", "button": "save"}
    with clock.at(made.opens_at):
        assert staff.get(path).value_of("rows-0-title") is None
        page = staff.post(path, sent, status=409)
    assert "The round has opened, so this can’t change: criteria and weights" in page.text
    assert "1. Title Other" in page.text  # the form is gone, what was typed isn't
    assert stored().criteria[0].title == "Problem"


def test_weights_of_100_are_not_said_while_one_is_missing(staff: CheckedClient) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    build.announced_round(reference="ASC-1")
    page = staff.post(path, values(staff.get(path)) | {"button": "add"}, status=200)
    assert "Weights sum to 100" not in page.text
    assert "Weights don’t sum to 100 yet" in page.text
    sent = values(page) | {"rows-3-weight": "12.5", "button": "save"}
    refused = staff.post(path, sent, status=200)
    assert "The weight must be a whole number" in refused.errors
    assert "Weights sum to 100" not in refused.text
