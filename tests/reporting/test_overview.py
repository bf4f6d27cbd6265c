"""How rounds stand, for staff."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.foundation.policy import Role
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import user
from tests.client import CheckedClient


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def test_a_first_time_member_of_staff_sees_what_to_do(staff: User, client: CheckedClient) -> None:
    page = client.sign_in(staff).get("/manage", budget=8)
    assert "There is no round yet" in page.text
    assert page.links()["Set up a round"] == "/manage/rounds/new"


def test_the_most_pressing_round_comes_first_with_its_figures(
    staff: User, client: CheckedClient
) -> None:
    rounds.announced_round(title="Later round")
    round_ = rounds.closed_round(title="Pressing round")
    applications.submitted(round_, title="Waiting")
    assessment.assessed(applications.submitted(round_, title="Assessed"))
    decisions.staged(applications.submitted(round_, title="Staged"), "reject", staff=staff)
    page = client.sign_in(staff).get("/manage", budget=8)
    figures = {
        "".join(item[0].itertext()): "".join(item[1].itertext())
        for box in page.all("dl")
        if box.get("class") == "figures"
        for item in box
    }
    assert figures == {
        "Drafts": "0",
        "Submitted": "3",
        "Assessments in, of 2": "2",
        "Ready to decide": "1",
        "Decided": "0",
    }
    assert page.links()["Release 1 staged decision"] == (
        f"/manage/rounds/{round_.reference}/release"
    )
    assert page.links()["Decide about 1 application"] == (
        f"/manage/rounds/{round_.reference}/shortlist"
    )
    assert "Later round" in page.text


def test_one_round_shows_progress_days_and_spread(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    for number in range(2):
        assessment.assessed(applications.submitted(round_, title=f"Entry {number}"))
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}", budget=8)
    assert "4 of 4 assessments in" in page.text
    assert "Submissions by day" in page.text
    assert "60% to under 70%" in page.text
    for text in ("Shortlist", "Public page", "Applications and assessors"):
        assert text in page.links()


def test_statements_are_the_same_for_one_round_and_for_three(
    staff: User, client: CheckedClient
) -> None:
    client.sign_in(staff)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            assessment.assessed(applications.submitted(rounds.closed_round()))
        counts.append(len(client.get("/manage", budget=8).statements))
    assert counts[0] == counts[1]


def test_an_empty_round_says_that_nothing_waits(staff: User, client: CheckedClient) -> None:
    page = client.sign_in(staff).get(f"/manage/rounds/{rounds.open_round().reference}")
    assert "Nothing waits for you" in page.text


@pytest.mark.parametrize("roles", [(), (Role.ASSESSOR,)])
def test_nobody_else_finds_it(app: object, client: CheckedClient, roles: tuple[Role, ...]) -> None:
    round_ = rounds.closed_round()
    client.sign_in(user("Nosy Example", roles=roles))
    client.get("/manage", status=404)
    client.get(f"/manage/rounds/{round_.reference}", status=404)


def test_an_auditor_reads_it(app: object, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    client.sign_in(user("Au Ditor", roles=(Role.AUDITOR,)))
    assert "Set up a round" not in client.get("/manage").links()
    client.get(f"/manage/rounds/{round_.reference}")
