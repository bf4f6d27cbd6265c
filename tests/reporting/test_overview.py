"""How rounds stand, for staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from award.accounts.models import User
from award.applications.services import submitting
from award.assessment.services import assigning
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.page import Page

STEPS = ("Find assessors", "Add assessors", "Chase", "Release ", "Decide about")


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def test_a_first_time_member_of_staff_sees_what_to_do(staff: User, client: CheckedClient) -> None:
    page = client.sign_in(staff).get("/manage", budget=12)
    assert "There is no round yet" in page.text
    assert page.links()["Set up a round"] == "/manage/rounds/new"
    assert "/manage/jobs" in page.links().values()
    auditor = user("Aud Auditor", roles=(Role.AUDITOR,))
    assert "/manage/jobs" not in client.sign_in(auditor).get("/manage").links().values()


def figures(page: Page) -> dict[str, int]:
    """The five figures of a page, by what they are called."""
    return {
        "".join(item[0].itertext()): int("".join(item[1].itertext()))
        for box in page.all("dl")
        if box.get("class") == "figures"
        for item in box
    }


def test_the_most_pressing_round_comes_first_with_its_figures(
    staff: User, client: CheckedClient
) -> None:
    rounds.announced_round(title="Later round")
    round_ = rounds.closed_round(title="Pressing round")
    applications.submitted(round_, title="Waiting")
    assessment.assessed(applications.submitted(round_, title="Assessed"))
    refused = assessment.assessed(applications.submitted(round_, title="Staged"))
    decisions.staged(refused, "reject", staff=staff)
    page = client.sign_in(staff).get("/manage", budget=12)
    assert figures(page) == {
        "Drafts": 0,
        "Submitted": 3,
        "Assessments to come": 0,
        "Ready to decide": 1,
        "Decided": 0,
    }
    here = f"/manage/rounds/{round_.reference}"
    assert page.links()["Find assessors for 1 application"] == (
        f"{here}/applications?state=to_assign"
    )
    assert page.links()["Release 1 staged decision"] == f"{here}/release"
    assert page.links()["Decide about 1 application"] == (
        f"{here}/shortlist?standing=ranked&decision=none"
    )
    assert "Later round" in page.text


def busy(round_: Round, staff: User) -> None:
    """Applications in every position that a count could get wrong."""
    lead = user("Ada Lead", roles=())
    applications.draft(round_, lead, answers={"project_title": "Draft"})
    applications.submitted(round_, title="Nobody asked")
    alone = assessment.assigned(applications.submitted(round_, title="Last assessor removed"))
    with transaction():
        assigning.remove(alone, actor=actor_of(staff), reason="Ill")
    enough = applications.submitted(round_, title="Enough are in, one is to come")
    assessment.assigned(enough)
    for scores in ((9, 9, 9), (8, 8, 8)):
        assessment.scored(enough, scores)
    assessment.assessed(applications.submitted(round_, title="All in, but too few"), [[9, 9, 9]])
    assessment.assessed(applications.submitted(round_, title="Ready"))
    staged = assessment.assessed(applications.submitted(round_, title="Staged"))
    gone = applications.submitted(round_, lead, title="Withdrawn with an assessor")
    assessment.assigned(gone)
    released = assessment.assessed(applications.submitted(round_, title="Released"))
    assessment.assigned(released)
    with transaction():
        submitting.withdraw(gone, actor=actor_of(lead), reason="Other money")
    decisions.staged(released, "reject", staff=staff)
    decisions.released(round_, staff=staff)
    decisions.staged(staged, "reject", staff=staff)


def test_figures_count_what_the_lists_behind_them_show(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    busy(round_, staff)
    address = f"/manage/rounds/{round_.reference}"
    page = client.sign_in(staff).get(address, budget=8)
    assert figures(page) == {
        "Drafts": 1,
        "Submitted": 7,
        "Assessments to come": 1,
        "Ready to decide": 2,
        "Decided": 1,
    }
    links = page.links()
    for name in ("Submitted", "Ready to decide", "Decided"):
        shown = client.get(links[name], budget=8).text
        count = figures(page)[name]
        assert f"{count} of 7 application" in shown or f" {count} applications." in shown
    assert "7 of 8 assessments in" in page.text  # those of undecided applications
    table = next(t for t in page.all("table") if "to come first" in "".join(t.itertext()))
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")][1:]
    assert (sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)) == (1, 7)
    assert [text for text in links if text.startswith(STEPS)] == [
        "Find assessors for 2 applications",
        "Add assessors to 1 application with too few",
        "Release 1 staged decision",
        "Decide about 2 applications",
    ]
    assert "2 applications" in client.get(links["Find assessors for 2 applications"]).text
    assert "Nobody asked" in client.get(links["Find assessors for 2 applications"]).text
    assert "Last assessor removed" in client.get(links["Find assessors for 2 applications"]).text


def test_nothing_is_called_done_while_somebody_is_at_work(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    application = applications.submitted(round_)
    for _ in range(2):
        assessment.declared(application)
    for address in ("/manage", f"/manage/rounds/{round_.reference}"):
        text = client.sign_in(staff).get(address).text
        assert "1 application is undecided: 2 assessments to come, due by" in text
        assert "Nothing waits" not in text
    with clock.at(round_.assessment_due_at + timedelta(days=1)):
        client.sign_in(staff)
        links = client.get(f"/manage/rounds/{round_.reference}").links()
    assert links["Chase 2 late assessments"] == f"/manage/rounds/{round_.reference}#progress"


def test_a_decided_round_has_nothing_left(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    application = assessment.assessed(applications.submitted(round_))
    late = assessment.declared(application)
    assert late.state == "to_score"
    decisions.awarded(application, staff=staff)
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}")
    assert "Every application has been decided." in page.text
    assert "No assessment is to come" in page.text
    assert figures(page)["Assessments to come"] == 0


def test_one_round_shows_progress_days_and_spread(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    for number in range(2):
        assessment.assessed(applications.submitted(round_, title=f"Entry {number}"))
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}", budget=8)
    assert "4 of 4 assessments in" in page.text
    assert "Submissions by day" in page.text
    assert "60% to under 70%" in page.text
    for text in (
        "Shortlist", "Public page", "Applications and assessors", "Automatic assignment",
        "Assessors with sheets to come", "Conflicts of interest", "Chairs",
        "Specimens to score first", "Proof that nothing leaks",
    ):  # fmt: skip
        client.get(page.links()[text])


def test_statements_are_the_same_for_one_round_and_for_three(
    staff: User, client: CheckedClient
) -> None:
    client.sign_in(staff)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            assessment.assessed(applications.submitted(rounds.closed_round()))
        counts.append(len(client.get("/manage", budget=12).statements))
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
    setup = rounds.setup_round()
    assert "Set up a round" not in client.get("/manage").links()
    links = client.get(f"/manage/rounds/{setup.reference}").links()
    client.get(links["Check dates, criteria and questions"])
    client.get(f"/manage/rounds/{round_.reference}")
