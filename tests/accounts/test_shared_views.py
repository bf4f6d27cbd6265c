"""A saved view is shared with those who read the same list, and shows each no more than that."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import PEOPLE
from award.decisions.queries.shortlist_list import shortlist_of
from award.foundation import clock, saved_views
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.foundation.saved_views import SHARED_TAKEN, SavedView, Sharing
from award.moderation.queries.panels import panel_of
from award.moderation.queries.score_list import score_list
from award.moderation.services import chairing
from award.own_data.services.closing import _delete_own_rows
from award.rounds.models import Round
from award.rounds.queries.lists import ROUNDS
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.trail import verbs_about


@pytest.fixture
def stef(client: CheckedClient) -> User:
    return user("Stef Staff", roles=(Role.STAFF,))


def scored(title: str, staff: User) -> Round:
    round_ = rounds.open_round(title=title)
    assessment.assessed(applications.submitted(round_, title="Night calls"), staff=staff)
    return round_


def save(client: CheckedClient, path: str, name: str, shared: str) -> None:
    link = client.get(path).links()["Save this view"]
    client.post(link, {"name": name, "shared": shared, "next": path}, status=302)


@pytest.mark.each_database
def test_colleagues_find_it_above_that_list_alone(stef: User, client: CheckedClient) -> None:
    first, second = scored("First", stef), scored("Second", stef)
    here, there = (f"/manage/rounds/{one.reference}/scores" for one in (first, second))
    client.sign_in(stef)
    save(client, f"{here}?counts=yes&sort=-score", "What counts", "team")
    assert "shared" in client.get(here).text
    client.sign_in(user(roles=(Role.STAFF,)))
    page = client.get(here, budget=9)
    assert page.links()["What counts"] == f"{here}?counts=yes&sort=-score"
    assert "Shared by others" in page.text and "Change What counts" not in page.links()
    assert "Remove filter: In the mean" in client.get(page.links()["What counts"]).text
    assert "What counts" not in client.get(there).text
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    client.get(here, status=404)


@pytest.mark.each_database
def test_a_chair_finds_what_is_for_chairs_and_asks_only_what_they_may(
    stef: User, client: CheckedClient
) -> None:
    round_ = scored("A round", stef)
    chair = user("Cleo Chair", roles=(Role.ASSESSOR,))
    panel = panel_of(actor_of(stef), round_.reference)
    assert panel is not None
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(stef))
    here = f"/manage/rounds/{round_.reference}/scores"
    client.sign_in(stef)
    save(client, f"{here}?counts=yes&columns=name&columns=reason", "For the panel", "chairs")
    save(client, f"{here}?sort=name", "By who wrote", "chairs")
    save(client, f"{here}?counts=no", "Not for the panel", "team")
    wrong = client.get(f"{here}?q=night").links()["Save this view"]
    refused = client.post(wrong, {"name": "Nights", "shared": "chairs"}, status=200)
    assert "Share a view without a search with them" in refused.errors[0]
    assert refused.value_of("name") == "Nights"
    with clock.at(round_.assessment_due_at):
        client.sign_in(chair)
        page = client.get(here)
        address = page.links()["View 1 of the programme team"]
        assert address == f"{here}?counts=yes&columns=reason"
        assert "Save this view" not in page.links() and "Change For the panel" not in page.links()
        for hidden in ("For the panel", "By who wrote", "Not for the panel", "columns=name"):
            assert hidden not in page.html


def test_it_is_taken_back_by_who_saved_it_or_an_administrator(
    stef: User, client: CheckedClient
) -> None:
    client.sign_in(stef)
    save(client, "/manage/rounds?sort=budget_gbp", "By money", "team")
    number, reference = db.session.execute(select(SavedView.id, SavedView.reference)).one()
    address = f"/manage/views/{reference}"
    colleague, admin = user(roles=(Role.STAFF,)), user(roles=(Role.STAFF, Role.ADMIN))
    client.sign_in(colleague)
    for path in (address, f"{address}/delete"):
        client.get(path, status=404)
    client.sign_in(admin)
    page = client.get(client.get("/manage/rounds").links()["Change By money"])
    assert "Somebody else saved this view" in page.text
    sent = {**page.form_values(), "next": "/manage/rounds"}
    wider = client.post(address, {**sent, "shared": "chairs"}, status=200)
    assert wider.errors == ["Select one of the options"]
    client.post(address, {**sent, "name": "Money", "shared": "own"}, status=302)
    assert "Money" not in client.get("/manage/rounds").links()
    client.get(address, status=404)
    client.sign_in(stef)
    assert "Money" in client.get("/manage/rounds").links()
    assert verbs_about("saved_view", number) == [
        "saved_view.save", "saved_view.share", "saved_view.rename", "saved_view.take_back",
    ]  # fmt: skip


def test_two_that_are_shared_have_two_names(stef: User, client: CheckedClient) -> None:
    other = user(roles=(Role.STAFF,))
    with transaction():
        for one in (stef, other):
            asked = ROUNDS.read({"sort": ["budget_gbp"]}, actor_of(one))
            saved_views.save_view(asked, "Money", actor=actor_of(one))
    client.sign_in(stef)
    address = client.get("/manage/rounds").links()["Change Money"]
    page = client.get(address)
    client.post(address, {**page.form_values(), "shared": "team"}, status=302)
    client.sign_in(other)
    address = client.get("/manage/rounds").links()["Change Money"]
    page = client.get(address)
    taken = client.post(address, {**page.form_values(), "shared": "team"}, status=200)
    assert taken.errors == [SHARED_TAKEN]


def test_what_is_shared_stays_when_its_maker_goes(stef: User, client: CheckedClient) -> None:
    round_ = scored("A round", stef)
    panel, actor = panel_of(actor_of(stef), round_.reference), actor_of(stef)
    assert panel is not None
    table = score_list(panel, actor)
    with transaction():
        for name, shared in (("Mine", Sharing.OWN), ("Ours", Sharing.TEAM)):
            asked = table.read({"counts": ["yes"]}, actor)
            saved_views.save_view(asked, name, actor=actor, shared=shared)
    with transaction():
        _delete_own_rows(stef.id)
    other = actor_of(user(roles=(Role.STAFF,)))
    assert [one.name for one in saved_views.views_of(other, score_list(panel, other))] == ["Ours"]


def test_only_a_list_that_chairs_read_is_shared_with_them(stef: User) -> None:
    actor = actor_of(stef)
    shortlist = shortlist_of(actor, rounds.open_round().reference)
    assert shortlist is not None
    with transaction():
        by_mean = shortlist.read({"sort": ["mean"]}, actor)
        saved_views.save_view(by_mean, "By mean", actor=actor, shared=Sharing.CHAIRS)
    for table in (PEOPLE, ROUNDS):
        assert table is not None
        asked = table.read({"sort": [next(c.sorts_as for c in table.columns if c.sortable)]}, actor)
        if asked.arguments():
            with pytest.raises(Refused, match="share it with them"), transaction():
                saved_views.save_view(asked, "x", actor=actor, shared=Sharing.CHAIRS)
