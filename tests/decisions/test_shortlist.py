"""The shortlist: its rows, its line, who may see it, what it costs."""

from __future__ import annotations

import tomllib

import pytest

from award.accounts.models import User
from award.applications.services import submitting
from award.decisions.queries import shortlist
from award.decisions.queries.decisions import round_to_decide
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.services.reference_data import import_question_set
from tests.build import accounts, applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.decisions.sheets import body, entry, path, texts, three


def test_rows_stand_in_rank_order_with_the_line_where_the_money_ends(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=250_000)
    three(round_)
    entry(round_, "Also first rate", [[9, 8, 9], [9, 8, 9]])
    entry(round_, "Not yet read", [])
    page = client.sign_in(staff).get(path(round_), budget=8)
    rows = body(page)
    assert texts(rows) == [
        "First",
        "Also first rate",
        "The money ends here: £200,000 of £250,000 is taken above it",
        "Second",
        "Below the threshold of 70%",
        "Third",
        "Incomplete, so not ranked: fewer than 2 assessments",
        "Not yet read",
    ]
    assert [row[0] for row in rows if len(row) > 1] == [
        "Rank", "1", "2", "3", "4", "–Not ranked",
    ]  # fmt: skip
    assert "It is enough for 2 of 3." in page.text


def test_page_rows_exports_and_staging_draw_one_line(staff: User, client: CheckedClient) -> None:
    """An award of less than the ask leaves money for one more; one below the threshold takes some
    although it stands under the line."""
    round_ = rounds.closed_round(budget_gbp=300_000)
    third, first, _second = three(round_)
    last = entry(round_, "Last", [[8, 7, 7], [7, 7, 7]], ask=90_000)
    decisions.staged(first, "fund", amount_gbp=60_000, staff=staff)
    why = {"amount_gbp": 50_000, "exception_reason": "Nobody else works there"}
    decisions.staged(third, "fund", **why, staff=staff)
    page = client.sign_in(staff).get(path(round_), budget=8)
    line = "Funding line: £250,000 of £300,000 is taken above it, £50,000 is promised below it"
    assert texts(body(page))[:4] == ["First", "Second", "Last", line]
    chosen = body(client.get(path(round_) + "?columns=line&columns=cumulative_gbp"))
    assert {row[2]: row[3:] for row in chosen[1:] if len(row) > 1} == {
        "First": ["60,000", "Within budget"],
        "Second": ["160,000", "Within budget"],
        "Last": ["250,000", "Within budget"],
        "Third": ["", "Within budget"],
    }
    exported = client.post(f"{path(round_)}.csv", status=200).data.decode("utf-8-sig")
    assert exported.count("Within budget") == 4
    assert exported.count("Nobody else works there") == 1
    staging = client.get(f"{path(round_)}/stage").text
    assert "Second" in staging
    assert last.reference in staging
    assert staging.index(third.reference) > staging.index("Staged otherwise")


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
    found = round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    row = shortlist.shortlist(found, actor_of(staff)).rows[0]
    assert (row.reference, row.title, row.organisation, row.region) == (
        application.reference,
        "Falls",
        "Brightwater Care",
        "London",
    )
    assert row.org_type == "Provider of adult social care"
    assert (row.ask_gbp, row.phase, row.settings) == (90_000, 1, "Homecare; Extra care housing")
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
        submitting.withdraw(gone, actor=actor_of(lead), reason="We found other money")
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
    entry(round_, "Harmless", [[8, 8, 8], [8, 8, 8]])
    planted = entry(round_, "Planted conflict", [[9, 9, 9], [9, 9, 9]])
    both = conflicted(planted)
    page = client.sign_in(both).get(path(round_))
    assert "Planted conflict" not in page.text
    assert planted.reference not in page.text
    assert [row[0] for row in body(page)[1:] if len(row) > 1] == [
        "1"
    ]  # no gap where it would stand
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


def test_one_sheet_has_no_spread(staff: User, client: CheckedClient) -> None:
    """0.0 would read as full agreement."""
    round_ = rounds.closed_round()
    entry(round_, "Twice", [[8, 8, 8], [8, 8, 8]])
    entry(round_, "Once", [[8, 8, 8]])
    view = "columns=range_pct&columns=sd_pct"
    rows = body(client.sign_in(staff).get(f"{path(round_)}?{view}"))
    shown = {row[2]: row[3:] for row in rows if len(row) > 1}
    assert shown["Twice"] == ["0.0", "0.0"]
    assert shown["Once"] == ["–No spread: one sheet only", ""]
    export = client.post(f"{path(round_)}.csv", {"columns": ["range_pct", "sd_pct"]}, status=200)
    lines = export.data.decode("utf-8-sig").splitlines()[1:]
    assert {line.split(",")[2]: line.split(",")[3:] for line in lines} == {
        "Twice": ["0.0", "0.0"],
        "Once": ["", ""],
    }


def test_a_sheet_to_come_is_counted_where_decisions_are_made(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    first = entry(round_, "First", [[9, 9, 9], [9, 9, 9]])
    whole = entry(round_, "Whole", [[8, 8, 8], [8, 8, 8]])
    assessment.assigned(first, staff=staff)
    page = client.sign_in(staff).get(path(round_) + "?columns=submitted&columns=to_come")
    assert [row[2:] for row in body(page)[1:3]] == [
        ["First", "2 of 3, 1 to come", "1"],
        ["Whole", "2 of 2", "0"],
    ]
    text = client.get(f"{path(round_)}/stage").text
    assert "A score sheet is still to come for 1 of them" in text
    assert "First 1 of 3 sheets to come" in text
    text = client.get(f"/manage/applications/{first.reference}/decision").text
    assert "90.0% from 2 assessments; 1 of 3 assessors has not submitted" in text
    text = client.get(f"/manage/applications/{whole.reference}/decision").text
    assert "not submitted" not in text


def test_an_enough_mean_without_a_majority_is_not_called_below_the_threshold(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    low = entry(round_, "Low", [[6, 6, 6], [6, 6, 6]])
    split = applications.submitted(round_, title="Split")
    assessment.scored(split, [8, 8, 8], staff=staff)
    assessment.scored(split, [8, 8, 8], assessment.assessor("No"), staff=staff, recommend=False)
    page = client.sign_in(staff).get(path(round_) + "?columns=threshold&columns=line")
    assert [row[2:] for row in body(page) if row[0] in ("1", "2")] == [
        ["Split", "Yes", "No majority recommends it"],
        ["Low", "No", "Below threshold"],
    ]
    assert texts(body(client.get(path(round_)))) == [
        "Threshold met, but no majority that finds it in scope and recommends it",
        "Split",
        "Below the threshold of 70%",
        "Low",
    ]
    assert "of which below threshold 1 threshold met, no majority 1" in page.text
    assert low.title in texts(body(client.get(path(round_) + "?standing=below")))
    assert texts(body(client.get(path(round_) + "?standing=no_majority")))[1:] == ["Split"]


def test_paper_is_marked_and_dated(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    text = client.sign_in(staff).get(path(round_)).text
    assert "OFFICIAL-SENSITIVE: contains assessor opinion. As of " in text


def test_figures_say_what_is_part_of_what(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    entry(round_, "Unread", [])
    text = client.sign_in(staff).get(path(round_)).text
    assert "Ranked 3 of which below threshold 1 Incomplete 1" in text
    assert "It is enough for both." in text


def test_while_the_round_is_open_there_is_no_line_to_stage_down_to(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    entry(round_, "Early", [])
    page = client.sign_in(staff).get(path(round_))
    assert "A decision before then is an exception" in page.text
    assert "Decide" in page.links()
    assert "Stage awards down to the funding line" not in page.links()


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
    page = client.get(f"/manage/applications/{application.reference}/decision")
    assert "Stage this decision" not in page.buttons()
    client.post(f"/manage/applications/{application.reference}/decision", status=403)
    client.post(f"/manage/applications/{application.reference}/decision/clear", status=403)
    client.get(f"{path(round_)}/stage", status=403)


def test_the_total_cost_may_be_what_a_table_comes_to(staff: User, client: CheckedClient) -> None:
    small = tomllib.loads(rounds.SMALL_SET.read_text("utf-8")) | {"key": "budgets"}
    columns = [
        {"key": "what", "kind": "short_text", "label": "What"},
        {"key": "cost", "kind": "money", "label": "Cost", "total": True},
    ]
    small["sections"][-1]["questions"].append(
        {"key": "budget", "kind": "table", "label": "Budget", "short": "Budget", "row": "line",
         "means": "total_cost", "columns": columns}
    )  # fmt: skip
    with transaction():
        stored = import_question_set(small)
    round_ = rounds.closed_round(question_set_id=stored.id)
    costs = [{"id": "k1", "what": "Pay", "cost": 120_000}, {"id": "k2", "what": "x", "cost": 3_500}]
    applications.submitted(round_, answers={"budget": costs})
    page = client.sign_in(staff).get(path(round_) + "?columns=total_cost_gbp", budget=8)
    assert "123,500" in page.text
