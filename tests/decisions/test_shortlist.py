"""The panel sheet: its rows, its line, who may see it, what it costs."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications import services as applying
from award.applications.models import Application
from award.decisions import queries
from award.decisions.rules.columns import open_columns
from award.decisions.rules.panel_sheet import panel_sheet
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient, Page
from tests.decisions.people import conflicted


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


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
    """Cells of the panel sheet, row by row, as a person reads them."""
    table = next(t for t in page.all("table") if "panel-sheet__table" in t.get("class", ""))
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.iter("tr")
    ]


def test_rows_stand_in_rank_order_with_the_line_where_the_money_ends(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=250_000)
    three(round_)
    entry(round_, "Not yet read", [])
    rows = body(client.sign_in(staff).get(path(round_), budget=8))
    assert [row[0] if len(row) == 1 else row[2] for row in rows[1:]] == [
        "First",
        "Second",
        "The money ends here: £200,000 of £250,000 is asked for above this line",
        "Third",
        "Incomplete, so not ranked: fewer than 2 assessments",
        "Not yet read",
    ]
    assert [row[0] for row in rows if len(row) > 1] == ["Rank", "1", "2", "3", ""]


def test_the_page_shows_every_column_the_role_may_see(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    criteria = rounds.changed(round_).criteria  # loads nothing twice: the values it was made from
    assert len(criteria) == 3
    found = queries.round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    wanted = [
        column.heading for column in open_columns(panel_sheet(found.criteria), actor_of(staff))
    ]
    assert body(client.sign_in(staff).get(path(round_)))[0] == wanted


def test_a_row_says_what_was_asked_and_scored(staff: User) -> None:
    round_ = rounds.closed_round()
    lead = user("Ada Lead", roles=())
    place = accounts.organisation(lead, name="Brightwater Care", region="London")
    application = applications.submitted(
        round_,
        lead,
        {"amount_requested": 90_000, "care_settings": ["homecare", "extra_care"]},
        title="Falls",
        organisation=place,
    )
    assessment.assessed(application, [[10, 8, 6], [4, 8, 6]])
    found = queries.round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    row = queries.shortlist(found, actor_of(staff)).rows[0]
    assert (row.reference, row.title, row.organisation, row.region) == (
        application.reference,
        "Falls",
        "Brightwater Care",
        "London",
    )
    assert row.org_type == "Provider of adult social care"
    assert (row.ask_gbp, row.phase, row.settings) == (90_000, 1, ("Homecare", "Extra care housing"))
    assert (row.assigned, row.place.candidate.submitted, row.conflicted) == (2, 2, 0)
    # weights 50, 30, 20: 86 % and 56 %
    assert (row.mean_pct, row.range_pct) == (pytest.approx(71), pytest.approx(30))
    assert row.criterion_means == {"problem": 7.0, "people": 8.0, "value": 6.0}
    assert row.flags == ("Totals 30 points apart", "Problem: scores 6 apart")
    assert row.place.meets_threshold


def test_withdrawn_applications_and_drafts_are_absent(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    lead = user("Ada Lead", roles=())
    gone = applications.submitted(round_, lead, title="Withdrawn planted")
    with transaction():
        applying.withdraw(gone, actor=actor_of(lead), reason="We found other money")
    unfinished = applications.draft(round_, lead, answers={"project_title": "Draft planted"})
    assert unfinished.title == "Draft planted"
    entry(round_, "Stays", [])
    text = client.sign_in(staff).get(path(round_)).text
    assert "Stays" in text
    assert "planted" not in text


def test_an_application_one_has_a_conflict_with_is_not_there(
    app: object, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    entry(round_, "Harmless", [[6, 6, 6], [6, 6, 6]])
    planted = entry(round_, "Planted conflict", [[9, 9, 9], [9, 9, 9]])
    both = conflicted(planted)
    page = client.sign_in(both).get(path(round_))
    assert "Planted conflict" not in page.text
    assert planted.reference not in page.text
    assert [row[0] for row in body(page)[1:]] == ["1"]  # no gap where it would stand
    exported = client.post(f"{path(round_)}.csv", status=200)
    assert planted.reference.encode() not in exported.data
    client.get(f"/manage/applications/{planted.reference}/decision", status=404)


def test_statements_are_the_same_at_one_row_and_at_three(
    staff: User, client: CheckedClient
) -> None:
    one, other = rounds.closed_round(), rounds.closed_round()
    entry(one, "Alone", [[6, 6, 6], [6, 6, 6]])
    three(other)
    client.sign_in(staff)
    client.get(path(one))
    counts = [len(client.get(path(round_), budget=8).statements) for round_ in (one, other)]
    assert counts[0] == counts[1]


def test_an_empty_round_says_what_will_be_here(staff: User, client: CheckedClient) -> None:
    page = client.sign_in(staff).get(path(rounds.open_round()))
    assert "No application has been submitted to this round yet" in page.text


def test_one_phase_keeps_the_ranks_of_the_whole_round(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    first = applications.submitted(round_, title="Phase one", phase=1)
    second = applications.submitted(round_, title="Phase two", phase=2)
    assessment.assessed(first, [[9, 9, 9], [9, 9, 9]])
    assessment.assessed(second, [[5, 5, 5], [5, 5, 5]])
    rows = body(client.sign_in(staff).get(path(round_) + "?phase=2"))
    assert [row[:3] for row in rows[1:]] == [["2", second.reference, "Phase two"]]


@pytest.mark.parametrize("roles", [(), (Role.ASSESSOR,), (Role.PUBLISHER,)])
def test_nobody_else_finds_the_pages(
    app: object, client: CheckedClient, roles: tuple[Role, ...]
) -> None:
    round_ = rounds.closed_round()
    application = entry(round_, "Planted", [])
    client.sign_in(user("Nosy Example", roles=roles))
    for page in (
        path(round_),
        f"{path(round_)}/stage",
        f"/manage/rounds/{round_.reference}/release",
    ):
        client.get(page, status=404)
    client.get(f"/manage/applications/{application.reference}/decision", status=404)
    for format_ in ("csv", "xlsx", "json"):
        client.post(f"{path(round_)}.{format_}", status=404)


def test_an_auditor_reads_and_stages_nothing(app: object, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    application = entry(round_, "Audited", [])
    client.sign_in(user("Audra Example", roles=(Role.AUDITOR,)))
    page = client.get(path(round_))
    assert "Audited" in page.text
    assert "Decide" not in " ".join(page.links())
    client.get(f"/manage/rounds/{round_.reference}/release")
    client.post(f"/manage/rounds/{round_.reference}/release", status=403)
    client.get(f"/manage/applications/{application.reference}/decision", status=403)
    client.post(f"/manage/applications/{application.reference}/decision", status=403)
    client.post(f"/manage/applications/{application.reference}/decision/clear", status=403)
    client.get(f"{path(round_)}/stage", status=403)
