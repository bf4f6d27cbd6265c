"""Setting rounds up and changing them in the browser."""

from __future__ import annotations

import pytest

from award.foundation import clock
from award.foundation.policy import Role
from award.rounds.queries import rounds
from tests.build import rounds as build
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.rounds.forms import moment, stored, values

pytestmark = pytest.mark.any_database

PATHS = (
    "/manage/rounds",
    "/manage/rounds/new",
    "/manage/rounds/ASC-1/edit",
    "/manage/rounds/ASC-1/criteria",
)


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


def test_changing_a_round_before_it_opens(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    page = staff.get("/manage/rounds/ASC-1/edit", budget=10)
    sent = values(page, title="Spelled right", phase_1_cap_gbp="£90,000", phase_3_open=None)
    done = staff.post("/manage/rounds/ASC-1/edit", sent)
    assert done.location == "/manage/rounds/ASC-1/edit"
    found = rounds.values_of(stored())
    assert found.title == "Spelled right"
    assert [(phase.phase, phase.cap_gbp) for phase in found.phases] == [(1, 90_000), (2, None)]


def test_saving_an_untouched_form_changes_nothing(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1")
    before = rounds.values_of(stored())
    staff.post("/manage/rounds/ASC-1/edit", values(staff.get("/manage/rounds/ASC-1/edit")))
    assert (rounds.values_of(stored()), stored().version) == (before, 1)


def test_the_second_person_sees_both_and_can_go_on(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1", title="The title")
    mine = values(staff.get("/manage/rounds/ASC-1/edit"), title="My title", phase_2_open=None)
    theirs = values(staff.get("/manage/rounds/ASC-1/edit"), title="Their title")
    staff.post("/manage/rounds/ASC-1/edit", theirs)
    page = staff.post("/manage/rounds/ASC-1/edit", mine, status=200)
    assert page.errors == ["“Title” was also changed meanwhile: choose which version to keep"]
    assert page.value_of("title") == "My title"
    words = page.text.replace("[only in this version: ", "").replace(" end]", "")
    assert "Saved meanwhile Their title What you typed here My title" in words
    assert stored().title == "Their title"
    both = {"keep_title": "both", "both_title": "Our title"}
    staff.post("/manage/rounds/ASC-1/edit", {**values(page), **both})
    found = rounds.values_of(stored())
    assert found.title == "Our title"
    assert 2 not in [phase.phase for phase in found.phases]


def test_what_each_changed_alone_is_kept_and_the_rules_judge_both(staff: CheckedClient) -> None:
    build.announced_round(reference="ASC-1", title="The title")
    path = "/manage/rounds/ASC-1/edit"
    mine = values(staff.get(path), budget_gbp="£100,000")
    theirs = values(staff.get(path), summary="Theirs.", phase_1_cap_gbp="£140,000")
    staff.post(path, theirs)
    page = staff.post(path, mine, status=200)
    assert page.errors[0].startswith("Phase 1: the most for one application is £140,000, more than")
    assert page.value_of("summary") == "Theirs."
    staff.post(path, values(page, phase_1_cap_gbp="£90,000"))
    found = rounds.values_of(stored())
    assert (found.summary, found.budget_gbp) == ("Theirs.", 100_000)
    assert found.phases[0].cap_gbp == 90_000


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
        assert page.errors == ["“Title” was also changed meanwhile: choose which version to keep"]
        assert "Saved meanwhile Theirs What you typed here Mine" in page.text
        sent = values(page, reason="A better name", keep_title="mine")
        staff.post("/manage/rounds/ASC-1/edit", sent)
    assert stored().title == "Mine"
