"""A person saves what they ask of a list under a name, and finds it again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.queries.people import PEOPLE
from award.foundation import saved_views
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.foundation.saved_views import MOST, TAKEN, SavedView
from award.rounds.queries.lists import ROUNDS
from tests.build import applications, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.trail import verbs_about

ROUNDS_PATH = "/manage/rounds"
ASKED = f"{ROUNDS_PATH}?sort=budget_gbp&columns=reference&columns=budget_gbp"


@pytest.fixture
def staff(client: CheckedClient) -> CheckedClient:
    client.sign_in(user("Stef Staff", roles=(Role.STAFF,)))
    rounds.open_round(title="A round")
    return client


def save(client: CheckedClient, path: str, name: str) -> str:
    """Follow the link of the list, and where saving leads."""
    link = client.get(path).links()["Save this view"]
    return client.post(link, {"name": name, "shared": "own", "next": path}, status=302).location


def test_what_is_asked_is_saved_and_found_again(staff: CheckedClient) -> None:
    assert "Saved views" not in staff.get(ROUNDS_PATH).text, "nothing is asked, nothing saved"
    page = staff.get(staff.get(ASKED).links()["Save this view"])
    assert page.h1 == "Save this view"
    assert "order: by Budget" in page.text and "Reference, Title, Budget" in page.text
    assert save(staff, ASKED, "Money by name") == ASKED
    told = staff.get(ASKED)
    assert "Saved as “Money by name”" in told.text and "Save this view" not in told.links()
    usual = staff.get(ROUNDS_PATH, budget=8)
    assert "Saved views (1)" in usual.text
    again = staff.get(usual.links()["Money by name"])
    assert "Opening time" in usual.text and "Opening time" not in again.text


def test_a_view_serves_the_lists_of_other_rounds(staff: CheckedClient) -> None:
    first, second = rounds.closed_round(title="First"), rounds.closed_round(title="Second")
    for one in (first, second):
        applications.submitted(one)
    path = f"/manage/rounds/{first.reference}/applications?state=submitted"
    save(staff, path, "To do")
    other = staff.get(f"/manage/rounds/{second.reference}/applications")
    assert other.links()["To do"] == (
        f"/manage/rounds/{second.reference}/applications?state=submitted"
    )


def test_it_is_renamed_and_deleted(staff: CheckedClient) -> None:
    save(staff, ASKED, "Money")
    save(staff, f"{ROUNDS_PATH}?sort=budget_gbp", "Names")
    change = staff.get(ROUNDS_PATH).links()["Change Money"]
    page = staff.get(change)
    assert page.h1 == "Money"
    sent = {**page.form_values(), "next": ROUNDS_PATH}
    taken = staff.post(change, {**sent, "name": "NAMES"}, status=200)
    assert taken.errors == [TAKEN]
    assert taken.value_of("name") == "NAMES"
    assert staff.post(change, {**sent, "name": "Gold"}).location == ROUNDS_PATH
    assert "Gold" in staff.get(ROUNDS_PATH).links()
    number, reference = db.session.execute(
        select(SavedView.id, SavedView.reference).where(SavedView.name == "Gold")
    ).one()
    gone = staff.post(f"/manage/views/{reference}/delete?next={ROUNDS_PATH}", {}, status=302)
    assert gone.location == ROUNDS_PATH
    left = staff.get(ROUNDS_PATH)
    assert "Deleted the view “Gold”" in left.text
    assert "Gold" not in left.links() and "Names" in left.links()
    assert verbs_about("saved_view", number) == [
        "saved_view.save", "saved_view.rename", "saved_view.delete",
    ]  # fmt: skip


def test_what_is_wrong_stands_at_the_field(staff: CheckedClient) -> None:
    link = staff.get(ASKED).links()["Save this view"]
    for empty in ("", "  "):
        refused = staff.post(link, {"name": empty, "shared": "own"}, status=200)
        assert refused.errors == ["Enter a name for this view"]
    signs = staff.post(link, {"name": "☂ ★", "shared": "own"}, status=200)
    assert signs.errors == ["Use at least one letter or number in the name"]
    assert signs.value_of("name") == "☂ ★"
    long = staff.post(link, {"name": "x" * 61, "shared": "own"}, status=200)
    assert long.errors and long.value_of("name") == "x" * 61
    save(staff, ASKED, "Money")
    again = staff.post(link, {"name": "money", "shared": "own"}, status=200)
    assert again.errors == [TAKEN]
    nothing = staff.post("/manage/lists/rounds/save", {"name": "All", "shared": "own"}, status=200)
    assert "There is nothing to save" in nothing.text
    elsewhere = link.partition("&next=")[0] + "&next=https://elsewhere.example/"
    away = staff.post(elsewhere, {"name": "Other", "shared": "own"}, status=302)
    assert away.location == "/account"


def test_only_ones_own_of_lists_that_one_reads(staff: CheckedClient) -> None:
    save(staff, ASKED, "Money of Stef")
    reference = db.session.scalars(select(SavedView.reference)).one()
    for roles in ((Role.STAFF,), (Role.AUDITOR,), (Role.PUBLISHER,), (Role.ASSESSOR,), ()):
        staff.sign_in(user(roles=roles))
        for path in (f"/manage/views/{reference}", f"/manage/views/{reference}/delete"):
            staff.get(path, status=404)
        staff.post(f"/manage/views/{reference}/delete", {}, status=404)
        if Role.STAFF in roles:
            assert "Money of Stef" not in staff.get(ROUNDS_PATH).text
            assert "Money of Stef" not in staff.get("/manage/audit", status=404).text
    staff.sign_in(user(roles=(Role.PUBLISHER,)))
    staff.get("/manage/lists/people/save?q=a", status=404)
    staff.get("/manage/lists/nonsense/save?q=a", status=404)
    staff.sign_in(user(roles=(Role.ASSESSOR,)))
    staff.get("/manage/lists/rounds/save?sort=budget_gbp", status=404)
    assert db.session.scalars(select(SavedView.reference)).all() == [reference]


def test_a_list_has_so_many(app: Flask) -> None:
    actor = actor_of(user(roles=(Role.STAFF, Role.ADMIN)))
    asked = ROUNDS.read({"sort": ["budget_gbp"]}, actor)
    with transaction():
        for n in range(MOST):
            saved_views.save_view(asked, f"View {n}", actor=actor)
    with pytest.raises(Refused, match="Delete one first"):
        saved_views.save_view(asked, "One more", actor=actor)
    with transaction():
        other = PEOPLE.read({"q": ["zoe"]}, actor)
        saved_views.save_view(other, "View 1", actor=actor)
    assert len(saved_views.views_of(actor, PEOPLE)) == 1
