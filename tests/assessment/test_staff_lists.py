"""Lists for staff: a round's applications with who assesses them, and the assessors."""

from __future__ import annotations

import pytest

from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from tests.assessment.test_staff import letters_to
from tests.build import accounts, applications, rounds
from tests.build import assessment as build


@pytest.fixture
def staff(app):
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_the_list_costs_the_same_at_one_and_at_three(staff, client):
    round_ = rounds.open_round()
    build.assessed(applications.submitted(round_), staff=staff)
    path = f"/manage/rounds/{round_.reference}/applications"
    client.sign_in(staff)
    one = len(client.get(path, budget=9).statements)
    for _ in range(2):
        build.assigned(applications.submitted(round_), staff=staff)
    page = client.get(path, budget=9)
    assert len(page.statements) == one
    assert "3 applications" in page.text


def test_the_list_is_searched_and_filtered(staff, client):
    round_ = rounds.open_round()
    first = applications.submitted(round_, title="Falls at night")
    second = applications.submitted(round_, title="100% rota_planning")
    applications.draft(round_)
    build.assigned(first, staff=staff)
    path = f"/manage/rounds/{round_.reference}/applications"
    client.sign_in(staff)

    def titles(query):
        links = client.get(path + query).links()
        return sorted(text for text, href in links.items() if "/manage/applications/" in href)

    assert titles("") == sorted([first.title, second.title])
    assert titles("?q=FALLS") == [first.title]
    assert titles(f"?q={second.reference.lower()}") == [second.title]
    assert titles("?q=Brightwater") == sorted([first.title, second.title])
    assert titles("?q=100%25") == [second.title]
    assert titles("?q=%25") == []
    assert titles("?state=in_assessment") == [first.title]
    assert "No application matches" in client.get(path + "?q=nothing").text
    assert client.get(path + "?page=2", status=302).location == path
    assert titles("?sort=title") == titles("?sort=-title")
    client.get(path + "?state=nonsense", status=302)


def test_an_empty_round_says_what_to_do(staff, client):
    round_ = rounds.open_round()
    path = f"/manage/rounds/{round_.reference}/applications"
    for asked in ("", "?state=to_assign", "?state=submitted"):
        page = client.sign_in(staff).get(path + asked)
        assert "No application has been submitted" in page.text


def test_a_list_of_what_is_to_be_done_says_when_it_is_done(staff, client):
    round_ = rounds.open_round()
    bid, person = applications.submitted(round_), build.assessor()
    path = f"/manage/rounds/{round_.reference}/applications"
    where = f"{path}/assign?state=to_assign&assessor={person.id}&application={bid.reference}"
    keep_rows()
    page = client.sign_in(staff).get(where)
    page = client.follow(client.post(where, page.form_values()))
    assert "1 assessment assigned to 1 person, each told in one email." in page.text
    assert "Every application that can be assessed has an assessor." in page.text
    assert page.links()["Show all"] == path
    assert "No application is in this state now." in client.get(path + "?state=awarded").text
    assert "No application matches." in client.get(path + "?state=to_assign&q=nothing").text


def test_one_assessor_is_asked_for_several_at_once(staff, client):
    round_ = rounds.open_round()
    lead = accounts.user("Lee Lead", roles=(Role.ASSESSOR,))
    person = build.assessor("Noor Example")
    own = applications.submitted(
        round_, lead, organisation=accounts.organisation(lead, name="Lee’s Care")
    )
    one, two = applications.submitted(round_), applications.submitted(round_)
    elsewhere = applications.submitted()
    path = f"/manage/rounds/{round_.reference}/applications"
    client.sign_in(staff)
    ticked = [one.reference, own.reference, elsewhere.reference]
    chosen = {"assessor": str(lead.id), "application": ticked}
    keep_rows()
    asking = client.follow(client.post(path, chosen))
    assert asking.h1 == "Ask Lee Lead to assess 1 application"
    assert "Assign and send 1 email" in asking.buttons()
    assert "1 application: Lee Lead belongs to the applicant" in asking.text
    assert elsewhere.reference not in asking.text
    assert letters_to(lead) == []
    back = client.get(asking.links()["Do not assign"])
    kept = [
        box.get("value")
        for box in back.all("input")
        if box.get("name") == "application" and box.get("checked") is not None
    ]
    assert sorted(kept) == sorted([one.reference, own.reference])
    after = client.follow(client.post(f"{path}/assign", asking.form_values()))
    assert "1 assessment assigned to 1 person, each told in one email." in after.text
    assert len(letters_to(lead)) == 1

    keep_rows()
    asking = client.follow(client.post(path, chosen))
    assert asking.h1 == "Nothing can be assigned"
    assert "Lee Lead has this application already" in asking.text
    assert [text for text in asking.buttons() if text.startswith("Assign")] == []

    page = client.post(path, {"assessor": str(person.id)}, status=200)
    assert page.errors == ["Tick at least one application"]
    page = client.post(path, {"assessor": "", "application": two.reference}, status=200)
    assert page.errors == ["Choose an assessor"]

    client.sign_in(accounts.user("Al Auditor", roles=(Role.AUDITOR,)))
    assert "Assign and email" not in client.get(path).buttons()
    values = {"assessor": str(person.id), "application": two.reference}
    client.post(path, values, status=403)


def test_what_is_ticked_goes_along_from_page_to_page(staff, client, monkeypatch):
    monkeypatch.setattr("award.assessment.queries.lists.PER_PAGE", 1)
    round_ = rounds.open_round()
    person = build.assessor("Noor Example")
    first, second = sorted(applications.submitted(round_).reference for _ in range(2))
    path = f"/manage/rounds/{round_.reference}/applications"
    page = client.sign_in(staff).get(path)
    assert "page 1 of 2" in page.text
    moved = client.post(path, {"application": first, "go": "2"})
    page = client.follow(moved)
    assert "1 application ticked and not shown here goes along" in page.text
    values = {"assessor": str(person.id), "application": [first, second]}
    keep_rows()
    asking = client.follow(client.post(path, values))
    assert asking.h1 == "Ask Noor Example to assess 2 applications"
    back = client.follow(client.post(path, {"application": [first, second], "go": "1"}))
    ticked = [
        box.get("value")
        for box in back.all("input")
        if box.get("name") == "application" and box.get("checked") is not None
    ]
    assert ticked == [first]


@pytest.mark.any_database
@pytest.mark.parametrize("which", ["applications", "chasing"])
def test_what_is_ticked_goes_along_however_the_list_is_read(staff, client, which):
    """Sorted, narrowed to another, to nothing, and unticked: each a button of the same form."""
    round_, person, other = rounds.open_round(), build.assessor("Ann"), build.assessor("Bee")
    first, second = applications.submitted(round_, title="One"), applications.submitted(round_)
    for application, who in ((first, person), (second, other)):
        build.assigned(application, who, staff=staff)
    path = f"/manage/rounds/{round_.reference}/{which}"
    page = client.sign_in(staff).get(path)
    tick, search = boxes(page)[0], {"applications": first.title, "chasing": "Bee"}[which]
    sorts = next(
        item.get("value") for item in page.all("button")
        if item.get("name") == "go" and "sort=" in item.get("value", "")
    )  # fmt: skip
    turned = client.follow(client.post(path, {"application": tick, "go": sorts}))
    assert ticked(turned) == {tick}
    ticks = {"application": [tick, boxes(page)[1]], "go": "1"}
    fewer = client.follow(client.post(path, {**ticks, "q": search}))
    assert ticked(fewer) == {*ticks["application"]} and len(boxes(fewer)) == 1
    assert ticked(client.get(fewer.links()["Untick all"])) == set()
    none = client.follow(client.post(path, {**ticks, "q": "nothing is called so"}))
    assert ticked(none) == {*ticks["application"]} and boxes(none) == []


def boxes(page) -> list[str]:
    return [one.get("value") for one in _of_ticks(page) if one.get("type") == "checkbox"]


def ticked(page) -> set[str]:
    """What would go along, shown or not."""
    return {
        one.get("value") for one in _of_ticks(page)
        if one.get("type") == "hidden" or one.get("checked") is not None
    }  # fmt: skip


def _of_ticks(page):
    return [one for one in page.all("input") if one.get("name") == "application"]
