"""The shortlist as somebody chose to see it: filters, order, columns."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.shortlist_columns import USUAL, shortlist_columns
from award.decisions.rules.shortlist_view import ALWAYS
from award.foundation.columns import open_columns
from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.sheets import body, entry, path, three
from tests.page import Page

pytestmark = pytest.mark.any_database


def test_the_page_shows_the_usual_columns_or_those_that_are_chosen(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    three(round_)
    found = round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    columns = open_columns(shortlist_columns(found.criteria), actor_of(staff))
    headings = {column.key: column.heading for column in columns}
    usual = body(client.sign_in(staff).get(path(round_)))[0]
    assert usual == [headings[key] for key in headings if key in {*ALWAYS, *USUAL}]
    asked = body(client.get(path(round_) + "?columns=mean_problem&columns=region"))[0]
    assert asked == [headings[key] for key in (*ALWAYS, "region", "mean_problem")]
    everything = "&".join(f"columns={key}" for key in headings)
    assert body(client.get(f"{path(round_)}?{everything}"))[0] == list(headings.values())


def test_one_phase_keeps_the_ranks_of_the_whole_round(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    first = applications.submitted(round_, title="Phase one", phase=1)
    second = applications.submitted(round_, title="Phase two", phase=2)
    assessment.assessed(first, [[9, 9, 9], [9, 9, 9]])
    assessment.assessed(second, [[8, 8, 8], [8, 8, 8]])
    page = client.sign_in(staff).get(path(round_) + "?phase=2")
    rows = [row for row in body(page)[1:] if len(row) > 1]
    assert [row[:3] for row in rows] == [["2", second.reference, "Phase two"]]
    assert "1 of 2 applications" in page.text
    assert ways(page)["Remove filter: Phase 2"] == "page=1"


def ways(page: Page) -> dict[str, str | None]:
    """What its buttons ask of the list that take along what is ticked, by their words."""
    found = [one for one in page.all("button") if one.get("name") == "go"]
    return {"".join(one.itertext()): one.get("value") for one in found}


FILTERS: list[tuple[str, list[str]]] = [
    ("standing=ranked", ["First", "Second", "Third"]),
    ("standing=within", ["First", "Second"]),
    ("standing=beyond", []),
    ("standing=below", ["Third"]),
    ("standing=incomplete", ["Unread"]),
    ("decision=none", ["Second", "Third", "Unread"]),
    ("decision=none&standing=ranked", ["Second", "Third"]),
    ("decision=staged", ["First"]),
    ("decision=released", []),
    ("decision=fund", ["First"]),
    ("state=submitted", ["Unread"]),
    ("q=SEC", ["Second"]),
    ("q=%25", []),
]


def test_filters(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    _third, first, _second = three(round_)
    entry(round_, "Unread", [])
    decisions.staged(first, staff=staff)
    client.sign_in(staff)
    for asked, titles in FILTERS:
        page = client.get(f"{path(round_)}?{asked}", budget=8)
        assert f"{len(titles)} of 4 applications" in page.text, asked
        if titles:
            assert [row[2] for row in body(page)[1:] if len(row) > 1] == titles, asked
            csv = client.post(f"{path(round_)}.csv", _fields(asked), status=200)
            assert csv.data.decode("utf-8-sig").count("\r\n") == len(titles) + 1, asked
        else:
            assert "No application matches these filters" in page.text, asked


def _fields(asked: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in asked.split("&"))


SORTED: list[tuple[str, list[str]]] = [
    ("rank", ["Big", "Middle", "Small", "Unread"]),
    ("-rank", ["Unread", "Small", "Middle", "Big"]),
    ("ask", ["Unread", "Middle", "Big", "Small"]),
    ("-ask", ["Small", "Big", "Middle", "Unread"]),
    ("spread", ["Middle", "Big", "Small", "Unread"]),
    ("title", ["Big", "Middle", "Small", "Unread"]),
    ("-title", ["Unread", "Small", "Middle", "Big"]),
    ("mean", ["Big", "Middle", "Small", "Unread"]),
    ("-mean", ["Small", "Middle", "Big", "Unread"]),
    ("-sheets", ["Unread", "Big", "Middle", "Small"]),
    ("recommend", ["Big", "Middle", "Small", "Unread"]),
    ("organisation", ["Unread", "Small", "Middle", "Big"]),
    ("-organisation", ["Big", "Middle", "Small", "Unread"]),
]


def test_headings_sort(staff: User, client: CheckedClient) -> None:
    """Never by when it came in; what has no value stands last both ways."""
    round_ = rounds.closed_round()
    lead = user("Ada Lead", roles=())
    made: tuple[tuple[str, str, int, list[list[int]]], ...] = (
        ("Middle", "MM", 80_000, [[9, 9, 9], [7, 7, 7]]),
        ("Small", "kk", 10_000, [[7, 7, 7], [7, 7, 7]]),
        ("Big", "zz", 70_000, [[10, 9, 9], [9, 9, 9]]),
        ("Unread", "Aa", 90_000, []),
    )
    for title, name, ask, scores in made:
        place = accounts.organisation(lead, name=name)
        found = applications.submitted(
            round_, lead, {"amount_requested": ask}, title=title, organisation=place
        )
        if scores:
            assessment.assessed(found, scores)
    client.sign_in(staff)
    for sort, titles in SORTED:
        page = client.get(f"{path(round_)}?sort={sort}", budget=8)
        rows = body(page)[1:]
        assert [row[2] for row in rows if len(row) > 1] == titles, sort
        assert (len(rows) > 4) is (
            sort == "rank"
        )  # the line and the groups are those of the ranking
        export = client.post(
            f"{path(round_)}.csv", {"sort": sort, "columns": "ask_gbp"}, status=200
        )
        lines = export.data.decode("utf-8-sig").splitlines()[1:]
        assert [line.split(",")[2] for line in lines] == titles, sort


def test_every_usual_number_can_be_sorted_by(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    links = ways(client.sign_in(staff).get(path(round_)))
    headings = ("Title", "Weighted mean (%)", "Spread (points)", "Sheets in", "Recommend")
    assert set(headings) <= set(links)


def test_a_heading_turns_the_order_round(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    page = client.sign_in(staff).get(path(round_) + "?phase=1&columns=ask_gbp")
    assert ways(page)["Ask (£)"] == "phase=1&sort=ask&columns=ask_gbp"
    page = client.get(path(round_) + "?phase=1&sort=ask&columns=ask_gbp")
    assert ways(page)["Ask (£)"] == "phase=1&sort=-ask&columns=ask_gbp"
    assert ways(page)["Sort by rank"] == "phase=1&columns=ask_gbp"
    auditor = user(roles=(Role.AUDITOR,))
    page = client.sign_in(auditor).get(path(round_) + "?phase=1&sort=ask&columns=ask_gbp")
    assert page.links()["Ask (£)"] == f"{path(round_)}?phase=1&sort=-ask&columns=ask_gbp"
    assert [cell.get("aria-sort") for cell in page.all("th") if cell.get("aria-sort")] == [
        "none", "none", "none", "descending",
    ]  # fmt: skip


OUT_OF_DATE = (
    "phase=9", "phase=x", "page=2", "page=99", "state=draft", "standing=x", "decision=x",
    "sort=submitted_at", "columns=secret",
)  # fmt: skip


def test_an_address_that_is_out_of_date_leads_to_the_shortlist(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    three(round_)
    client.sign_in(staff)
    for asked in OUT_OF_DATE:
        page = client.get(f"{path(round_)}?{asked}", status=302)
        assert page.location == path(round_), asked
        assert "is not on this shortlist any more" in client.get(path(round_)).text, asked
        if not asked.startswith("page"):
            client.post(f"{path(round_)}.csv", _fields(asked), status=404)


def test_choosing_keeps_what_else_was_chosen(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    three(round_)
    page = client.sign_in(staff).get(path(round_) + "?q=a&decision=none&sort=ask&columns=region")
    hidden = [
        {field.get("name"): field.get("value") for field in form.iter("input")
         if field.get("type") == "hidden" and field.get("name") != "csrf_token"}
        for form in page.all("form") if "shortlist" in form.get("action", "")
    ]  # fmt: skip
    chosen = {"q": "a", "decision": "none", "sort": "ask", "columns": "region"}
    assert {"sort": "ask", "columns": "region"} in hidden
    assert {"q": "a", "decision": "none", "sort": "ask"} in hidden
    assert chosen in hidden  # the downloads


def test_a_rank_that_stands_further_down_leaves_a_stub(staff: User, client: CheckedClient) -> None:
    """And the money's end is drawn through the whole ranking, or not at all."""
    round_ = rounds.closed_round()
    for title, scores in (("One", 10), ("Split", 9), ("Three", 8)):
        found = applications.submitted(round_, title=title)
        votes = (True, title != "Split")
        for vote in votes:
            assessment.scored(found, [scores] * 3, recommend=vote)
    page = client.sign_in(staff).get(path(round_))
    rows = [row[0] if len(row) == 1 else row[2] for row in body(page)[1:]]
    stub = next(row for row in rows if row.startswith("Rank 2: "))
    assert "Split" in stub and "stands further down" in stub
    assert rows.index("One") < rows.index(stub) < rows.index("Three") < rows.index("Split")
    assert any("Funding line" in row or "money ends" in row for row in rows)

    found = applications.submitted(round_, title="One more", phase=2)
    assessment.assessed(found, [[7, 7, 7], [7, 7, 7]])
    page = client.get(path(round_) + "?q=one")
    rows = [row[0] if len(row) == 1 else row[2] for row in body(page)[1:]]
    assert rows[:2] == ["One", "1 application between these is hidden by the filter"]
    assert not any("Funding line" in row or "money ends" in row for row in rows)
    assert "those of the whole round" in page.text


@pytest.mark.parametrize(
    ("sort", "said"),
    [
        ("ask", "By ask."),
        ("-ask", "By ask, the smallest first."),
        ("title", "By title."),
        ("-title", "By title, Z to A."),
        ("-rank", "By rank, the last first."),
    ],
)
def test_the_order_is_said_in_words(
    staff: User, client: CheckedClient, sort: str, said: str
) -> None:
    round_ = rounds.closed_round()
    entry(round_, "One", [[8, 8, 8], [8, 8, 8]])
    assert said in client.sign_in(staff).get(f"{path(round_)}?sort={sort}").text
