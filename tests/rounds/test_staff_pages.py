"""Setting rounds up and changing them in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import SYSTEM, Role
from award.rounds import queries, services
from award.rounds.models import Round
from award.rounds.rules.values import RESERVED
from tests.build import rounds as build
from tests.build.accounts import user
from tests.client import CheckedClient, Page

PATHS = (
    "/manage/rounds",
    "/manage/rounds/new",
    "/manage/rounds/ASC-1/edit",
    "/manage/rounds/ASC-1/criteria",
)


@pytest.fixture
def staff(client: CheckedClient) -> CheckedClient:
    return client.sign_in(user("Sam Staff", roles=(Role.STAFF,)))


def values(page: Page, **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {**page.form_values(), **changes}
    return {name: value for name, value in sent.items() if value is not None}


def moment(field: str, day: int, month: int, year: int, time: str) -> dict[str, str]:
    parts = {"day": day, "month": month, "year": year, "time": time}
    return {f"{field}-{part}": str(value) for part, value in parts.items()}


def stored(reference: str = "ASC-1") -> Round:
    found = queries.round_by_reference(SYSTEM, reference)
    assert found is not None
    return queries.round_by_id(found.id)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [Role.APPLICANT, Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN])
def test_the_pages_are_not_there_for_others(client: CheckedClient, role: Role, path: str) -> None:
    build.open_round(reference="ASC-1")
    client.sign_in(user(roles=(role,))).get(path, status=404)
    if path != "/manage/rounds":
        client.post(path, status=404)


def test_an_auditor_reads_the_list_and_changes_nothing(client: CheckedClient) -> None:
    build.setup_round(reference="ASC-1")
    page = client.sign_in(user(roles=(Role.AUDITOR,))).get("/manage/rounds")
    assert "ASC-1" in page.text
    assert {"Set up a round", "Change"} & set(page.links()) == set()
    client.get("/manage/rounds/new", status=404)
    for path in PATHS[2:]:
        client.get(path, status=403)
        client.post(path, status=403)


def test_a_visitor_is_asked_to_sign_in(client: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    for path in PATHS:
        assert client.get(path, status=302).location.startswith("/sign-in")


def test_the_list(staff: CheckedClient) -> None:
    assert "No round has been set up yet." in staff.get("/manage/rounds").text
    made = build.setup_round(reference="ASC-1", title="Homecare")
    page = staff.get("/manage/rounds", budget=8)
    assert "ASC-1 Homecare Not announced" in page.text
    assert "1, 2, 3 £1,000,000" in page.text
    assert page.links()[f"Preview {made.title}"] == "/rounds/ASC-1"


NEW = {
    "reference": "asc-2027",
    "title": "A new round",
    "summary": "For everybody.",
    **moment("announced_at", 1, 6, 2027, "9am"),
    **moment("opens_at", 1, 7, 2027, "9am"),
    **moment("closes_at", 5, 11, 2027, "1pm"),
    **moment("assessment_due_at", 20, 12, 2027, "11.59pm"),
    "budget_gbp": "£2,000,000",
    "phase_1_open": "y",
    "phase_1_cap_gbp": "150,000",
    "phase_1_min_months": "6",
    "phase_1_max_months": "12",
    "min_assessments": "3",
    "threshold_pct": "65",
    "blindness": "double",
    "reveal": "after_all",
    "criteria_from": "asc-ai",
}


def new_round(staff: CheckedClient, status: int = 302, **changes: Any) -> Page:
    chosen = {"question_set_id": str(build.question_set().id), **NEW, **changes}
    sent = {name: value for name, value in chosen.items() if value is not None}
    return staff.post("/manage/rounds/new", sent, status=status)


def test_setting_a_round_up(staff: CheckedClient) -> None:
    page = new_round(staff)
    assert page.location == "/manage/rounds/ASC-2027/criteria"
    made = services.values_of(stored("ASC-2027"))
    assert (made.threshold_pct, made.blindness, made.budget_gbp) == (65, "double", 2_000_000)
    assert made.opens_at.isoformat() == "2027-07-01T08:00:00+00:00"  # summer time
    assert made.closes_at.isoformat() == "2027-11-05T13:00:00+00:00"  # winter time
    assert made.phases == (build.PhaseValues(1, None, 150_000, 6, 12),)
    assert made.criteria == queries.criteria_sets()[0].criteria
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
        ({"question_set_id": "99999"}, "Choose a question set"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    staff: CheckedClient, changes: dict[str, Any], error: str
) -> None:
    page = new_round(staff, status=200, **changes)
    assert page.errors == [error]
    for name, value in {**NEW, **changes}.items():
        if name not in ("reference", "title", "question_set_id", "blindness"):
            assert page.value_of(name) == value
    assert queries.all_rounds().total == 0


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


def test_everything_wrong_with_an_open_round_is_said_at_once(staff: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    page = staff.get("/manage/rounds/ASC-1/edit")
    assert staff.post("/manage/rounds/ASC-1/edit", values(page)).location
    sent = values(page, title="", **moment("closes_at", 1, 1, 2026, "1pm"))
    assert staff.post("/manage/rounds/ASC-1/edit", sent, status=200).errors == [
        "Enter a title",
        "The round must close after it opens",
        "The round has opened, so it can close later but not earlier",
        "Give a reason: the round has opened, and the reason is kept on record",
    ]


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


def test_changing_a_round_before_it_opens(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    page = staff.get("/manage/rounds/ASC-1/edit", budget=8)
    sent = values(page, title="Spelled right", phase_1_cap_gbp="£90,000", phase_3_open=None)
    done = staff.post("/manage/rounds/ASC-1/edit", sent)
    assert done.location == "/manage/rounds/ASC-1/edit"
    found = services.values_of(stored())
    assert found.title == "Spelled right"
    assert [(phase.phase, phase.cap_gbp) for phase in found.phases] == [(1, 90_000), (2, None)]


def test_saving_an_untouched_form_changes_nothing(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    before = services.values_of(stored())
    staff.post("/manage/rounds/ASC-1/edit", values(staff.get("/manage/rounds/ASC-1/edit")))
    assert (services.values_of(stored()), stored().version) == (before, 1)


def test_the_second_person_sees_both_and_can_go_on(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1", title="The title")
    mine = values(staff.get("/manage/rounds/ASC-1/edit"), title="My title", phase_2_open=None)
    theirs = values(staff.get("/manage/rounds/ASC-1/edit"), title="Their title")
    staff.post("/manage/rounds/ASC-1/edit", theirs)
    page = staff.post("/manage/rounds/ASC-1/edit", mine, status=200)
    assert page.errors == [
        "Someone else changed this while you had it open. Look at the newer version below, "
        "then make your change again"
    ]
    assert page.value_of("title") == "My title"
    words = page.text.replace("[only in this version: ", "").replace(" end]", "")
    assert "Title Saved by someone else Their title In your form My title" in words
    assert (
        "Phase 2: Development and evaluation Saved by someone else Open: no cap, 12 to 36 months "
        "In your form Not open"
    ) in words
    assert stored().title == "Their title"
    staff.post("/manage/rounds/ASC-1/edit", values(page))
    assert stored().title == "My title"


def test_an_open_round_shows_what_is_frozen(staff: CheckedClient) -> None:
    build.open_round(reference="ASC-1")
    page = staff.get("/manage/rounds/ASC-1/edit")
    assert page.value_of("reference") is None
    assert page.value_of("blindness") is None
    assert "People have relied on these since the round opened" in page.text
    assert "Phase 1 Up to £150,000. 6 to 12 months" in page.text
    sent = values(page, title="Spelled right")
    refused = staff.post("/manage/rounds/ASC-1/edit", sent, status=200)
    assert refused.errors == [
        "Give a reason: the round has opened, and the reason is kept on record"
    ]
    assert refused.value_of("title") == "Spelled right"
    staff.post("/manage/rounds/ASC-1/edit", {**sent, "reason": "A typing mistake"})
    assert stored().title == "Spelled right"


def test_a_form_opened_before_the_round_is_not_half_saved(staff: CheckedClient) -> None:
    made = build.announced_round(reference="ASC-1", title="The title")
    sent = values(staff.get("/manage/rounds/ASC-1/edit"), title="Other", threshold_pct="10")
    with clock.at(made.opens_at):
        page = staff.post("/manage/rounds/ASC-1/edit", sent, status=200)
        assert page.errors == ["The round has opened, so this can’t change: the threshold"]
        assert page.value_of("title") == "Other"
        assert page.value_of("threshold_pct") is None
    assert (stored().title, stored().threshold_pct) == ("The title", 70)


def test_a_form_left_open_over_opening_and_another_save(staff: CheckedClient) -> None:
    made = build.announced_round(reference="ASC-1", title="The title")
    mine = values(staff.get("/manage/rounds/ASC-1/edit"), title="Mine")
    theirs = values(staff.get("/manage/rounds/ASC-1/edit"), title="Theirs")
    staff.post("/manage/rounds/ASC-1/edit", theirs)
    with clock.at(made.opens_at):
        page = staff.post("/manage/rounds/ASC-1/edit", mine, status=200)
        assert page.errors[0].startswith("Someone else changed this")
        assert "Title Saved by someone else Theirs In your form Mine" in page.text
        sent = values(page, reason="A better name")
        staff.post("/manage/rounds/ASC-1/edit", sent)
    assert stored().title == "Mine"


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
    first, second, _ = services.values_of(stored()).criteria
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
    assert [(item.key, item.title, item.weight) for item in services.values_of(stored()).criteria
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
    page = staff.post(path, mine, status=200)
    assert "Problem: weight Saved by someone else 100% In your form 50%" in page.text
    assert "Problem: scores 10 to 9 Saved by someone else" in page.text
    assert "Value for money Saved by someone else Not there In your form In the form" in page.text


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
    assert page.errors[0].startswith("Someone else changed this")
    assert page.links()[page.errors[0]] == "#newer"
    assert "Theirs: title Saved by someone else Theirs In your form Mine" in page.text
    assert "weight Saved" not in page.text
    assert page.value_of("rows-0-title") == "Mine"
    staff.post(path, values(page) | {"button": "save"})
    assert stored().criteria[0].title == "Mine"


def test_criteria_of_an_open_round_are_read_only(staff: CheckedClient, app: Flask) -> None:
    path = "/manage/rounds/ASC-1/criteria"
    made = build.announced_round(reference="ASC-1")
    sent = values(staff.get(path)) | {"rows-0-title": "Other", "button": "save"}
    with clock.at(made.opens_at):
        assert staff.get(path).value_of("rows-0-title") is None
        page = staff.post(path, sent, status=200)
    assert page.errors == ["The round has opened, so this can’t change: criteria and weights"]
    assert stored().criteria[0].title == "Problem"
