"""A new round in the browser, and everything that can be wrong with one."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.rounds.queries import criteria, lists, rounds
from award.rounds.rules.values import RESERVED
from tests.build import rounds as build
from tests.client import CheckedClient
from tests.rounds.forms import NEW, moment, new_round, stored, values

pytestmark = pytest.mark.any_database


def test_setting_a_round_up(staff: CheckedClient) -> None:
    page = new_round(staff)
    assert page.location == "/manage/rounds/ASC-2027/criteria"
    made = rounds.values_of(stored("ASC-2027"))
    assert (made.threshold_pct, made.blindness, made.budget_gbp) == (65, "double", 2_000_000)
    assert made.opens_at.isoformat() == "2027-07-01T08:00:00+00:00"  # summer time
    assert made.closes_at.isoformat() == "2027-11-05T13:00:00+00:00"  # winter time
    assert made.phases == (build.PhaseValues(1, None, 150_000, 6, 12),)
    assert made.criteria == criteria.criteria_sets()[0].criteria
    assert "Look through its criteria next" in staff.follow(page).text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reference": ""}, "Enter a reference"),
        ({"reference": "A B"}, "The reference must be 3 to 30 capital letters, digits and hyphens,"
                               " like ASC-2027"),
        ({"title": " "}, "Enter a title"),
        ({"closes_at-time": "25pm"}, "Enter a time like 1pm, 11:59pm or 13:00"),
        ({"closes_at-year": "2026"}, "The round must close after it opens"),
        (moment("opens_at", 1, 7, 2021, "9am") | moment("announced_at", 1, 7, 2021, "9am"),
         "The opening time must be in the future"),
        (moment("opens_at", 28, 3, 2027, "1.30am") | moment("announced_at", 1, 3, 2027, "9am"),
         "The clocks go forward at 1am on 28 March 2027, so times between 1am and 2am do not "
         "exist. Enter 2am or later, or a time before 1am"),
        ({"phase_1_open": None}, "Choose at least one phase"),
        ({"phase_1_min_months": ""}, "Phase 1: enter the shortest project in months"),
        ({"phase_1_max_months": "5"}, "Phase 1: the longest project must be at least as long as "
                                      "the shortest, and 60 months at most"),
        ({"phase_1_cap_gbp": "1.5"}, "Phase 1: the most for one application must be in whole "
                                     "pounds, without pence, like £150,000"),
        ({"phase_1_cap_gbp": "3000000"}, "Phase 1: the most for one application is £3,000,000, "
                                         "more than the round’s budget of £2,000,000"),
        ({"threshold_pct": "101"}, "The threshold must be 100 or less"),
        ({"min_assessments": ""}, "Enter how many assessments are needed"),
        ({"blindness": ""}, "Choose what is hidden"),
        ({"question_set_id": ""}, "Choose a question set"),
        ({"question_set_id": "99999"}, "Choose one of these"),
        ({"question_set_id": "x"}, "Choose one of these"),
        ({"criteria_from": ""}, "Choose the criteria to start from"),
        ({"criteria_from": "none of them"}, "Choose one of these"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    staff: CheckedClient, changes: dict[str, Any], error: str
) -> None:
    page = new_round(staff, status=200, **changes)
    assert page.errors == [error]
    for name, value in {**NEW, **changes}.items():
        if name not in ("reference", "title", "question_set_id", "criteria_from", "blindness"):
            assert page.value_of(name) == value
    assert lists.all_rounds().total == 0


def test_everything_wrong_is_said_at_once(staff: CheckedClient) -> None:
    build.open_round(reference="ASC-2027")
    page = new_round(
        staff, 200, phase_1_open=None, title="x" * 200, min_assessments="",
        **moment("closes_at", 1, 6, 2027, "9am"), **moment("assessment_due_at", 1, 6, 1066, "9am"),
    )  # fmt: skip
    assert page.errors == [
        "Another round has this reference",
        "“Title” must be 150 characters or fewer",
        "The round must close after it opens",
        "The date when assessments are due must have a year from 1900 to 2100",
        "Choose at least one phase",
        "Enter how many assessments are needed",
    ]
    page = new_round(staff, 200, reference="a b/../<x>", **{"opens_at-year": "two"})
    assert page.errors == [
        "The reference must be 3 to 30 capital letters, digits and hyphens, like ASC-2027",
        "The opening time must have a year with 4 numbers, like 2026",
    ]


@pytest.mark.parametrize("amount", ["-5", "0", "1,000,000,001", "9" * 20])
def test_one_range_of_money_told_one_way(staff: CheckedClient, amount: str) -> None:
    page = new_round(staff, 200, budget_gbp=amount, phase_1_cap_gbp=amount)
    assert page.errors == [
        "The budget must be from £1 to £1,000,000,000",
        "Phase 1: the most for one application must be from £1 to £1,000,000,000",
    ]


@pytest.mark.parametrize("months", ["-1", "0", "61"])
def test_one_range_of_months_told_one_way(staff: CheckedClient, months: str) -> None:
    page = new_round(staff, 200, phase_1_min_months=months)
    assert page.errors == ["Phase 1: the shortest project must be from 1 to 60 months"]


def test_no_reference_is_the_address_of_another_page(app: Flask, staff: CheckedClient) -> None:
    beside = {
        rule.rule.split("/")[-1].upper()
        for rule in app.url_map.iter_rules()
        if rule.rule.rpartition("/")[0] in ("/rounds", "/manage/rounds") and "<" not in rule.rule
    }
    assert {"NEW"} <= beside <= RESERVED
    page = new_round(staff, 200, reference="new")
    assert page.errors == ["The reference can’t be NEW, which is the address of another page"]


def test_a_round_that_is_public_at_once_is_said_to_be(staff: CheckedClient) -> None:
    page = staff.follow(new_round(staff, **moment("announced_at", 1, 7, 2021, "9am")))
    assert "is set up, and anyone can read it from now on" in page.text
    assert "Anyone can read this round" in staff.get("/manage/rounds/ASC-2027/edit").text
    build.setup_round(reference="ASC-1")
    assert "Anyone can read" not in staff.get("/manage/rounds/ASC-1/edit").text


def test_phases_that_are_not_open_keep_the_usual_months(staff: CheckedClient) -> None:
    new_round(staff)
    page = staff.get("/manage/rounds/ASC-2027/edit")
    assert [page.value_of(f"phase_3_{name}_months") for name in ("min", "max")] == ["12", "36"]
    staff.post("/manage/rounds/ASC-2027/edit", values(page))
    assert stored("ASC-2027").version == 1


def test_a_phase_that_is_not_open_is_ignored(staff: CheckedClient) -> None:
    new_round(staff, phase_2_cap_gbp="plenty", phase_2_min_months="-1")
    assert [phase.phase for phase in stored("ASC-2027").phases] == [1]


def test_a_reference_is_taken_once(staff: CheckedClient) -> None:
    build.open_round(reference="ASC-2027")
    page = new_round(staff, status=200)
    assert page.errors == ["Another round has this reference"]
    assert page.value_of("title") == "A new round"


def test_without_question_sets_the_page_says_what_to_do(staff: CheckedClient) -> None:
    assert "flask rounds import-reference-data" in staff.get("/manage/rounds/new").text
