"""What each part in an application may do, and how it ends."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries.mine import my_applications
from award.applications.queries.team import live_rows
from award.applications.queries.ties import people_in
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.services import handing_over, submitting, team
from award.applications.together import HandOver
from award.assessment.queries.reach import ties_of
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, Role
from tests.accounts.letters import letters
from tests.applications.walking import fill, state, stored, url
from tests.build import accounts, rounds
from tests.build import applications as build
from tests.build import team as teams
from tests.build.team import last_of, lead_of
from tests.client import CheckedClient

EDITOR, VIEWER = CollaboratorRole.EDITOR, CollaboratorRole.VIEWER


@pytest.fixture
def draft(lead: User) -> Application:
    return build.draft(lead=lead, answers={"project_title": "Listening for falls"})


def test_an_editor_writes_and_does_nothing_that_is_the_leads(
    client: CheckedClient, draft: Application
) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    client.sign_in(bea)
    page = client.get(url(draft, "/summary"))
    client.post(url(draft, "/summary"), fill(page, project_title="A better title"), status=302)
    assert stored(draft)["project_title"] == "A better title"
    task_list = client.get(url(draft))
    assert "Withdraw this application" not in task_list.text
    assert url(draft, "/organisation") not in task_list.links().values()
    assert "Ada Lead leads this application" in task_list.text
    client.get(url(draft, "/check"))
    people = client.get(url(draft, "/team"))
    assert "Invite somebody" not in people.text
    for path in ("/organisation", "/eligibility"):
        client.get(url(draft, path), status=403)
    client.post(url(draft, "/team"), {"email": "x@example.org", "role": "viewer"}, status=403)
    client.get(url(draft, f"/team/{last_of(draft).id}"), status=403)


def test_a_viewer_reads_and_changes_nothing(client: CheckedClient, draft: Application) -> None:
    client.sign_in(teams.collaborator(draft, VIEWER, "Vi Viewer"))
    task_list = client.get(url(draft))
    assert "You can read this application" in task_list.text
    moved = client.get(url(draft, "/summary"), status=302)
    assert moved.location == url(draft, "/check") + "#section-summary"
    page = client.get(url(draft, "/check"))
    assert "Listening for falls" in page.text
    assert "Change" not in page.text
    assert not [form for form in page.all("form") if draft.reference in (form.get("action") or "")
                and not (form.get("action") or "").endswith((".pdf", ".docx"))]  # fmt: skip
    before = stored(draft)
    sent = {"answer_project_title": "Mine now", "base_project_title": "1"}
    answer = client.post(url(draft, "/summary"), sent, status=200)
    assert "you can only read this application now" in answer.text
    assert "Mine now" in answer.text  # to copy
    told = client.post(url(draft, "/summary"), sent, headers={"Accept": "application/json"},
                       status=409)  # fmt: skip
    assert "Ask Ada Lead" in told.json["said"]
    assert stored(draft) == before


def test_who_is_taken_off_finds_nothing_any_more(me: CheckedClient, draft: Application) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    me.sign_in(bea)
    page = me.get(url(draft, "/summary"))
    me.sign_in(accounts.account_of(draft.lead_id))
    person = url(draft, f"/team/{last_of(draft).id}")
    asked = me.post(person, {**me.get(person).form_values(), "do": "off"}, status=200)
    assert asked.h1 == "Take Bea Editor off this application?"
    assert last_of(draft).state == CollaboratorState.ACCEPTED
    me.post(person, {**asked.form_values("/" + person.rpartition("/")[2]), "do": "off"})
    assert letters(bea.email)[-1].subject.startswith("You no longer work on")
    me.sign_in(bea)
    assert draft.reference not in me.get("/applications").text
    sent = {**fill(page, project_title="Typed too late"), "csrf_token": me.csrf_token()}
    gone = me.post(url(draft, "/summary"), sent, status=404)
    assert "Typed too late" in gone.text  # to copy
    assert stored(draft)["project_title"] == "Listening for falls"


def test_every_page_of_it_is_gone_for_whoever_is_off(
    client: CheckedClient, draft: Application
) -> None:
    """Every address under the application, whatever it will be called."""
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    with transaction():
        team.take_off(last_of(draft), actor=accounts.actor_of(accounts.account_of(draft.lead_id)))
    client.sign_in(bea)
    asked, token = 0, client.csrf_token()
    for rule in client.app.url_map.iter_rules():
        if not rule.rule.startswith("/applications/<reference>"):
            continue
        parts = {"section": "summary", "number": 1, "key": "k", "token": "t", "format": "pdf",
                 "kind": "pdf", "letter": "A", "question": "project_title"}  # fmt: skip
        parts = {name: value for name, value in parts.items() if name in rule.arguments}
        path = client.app.url_map.bind("localhost").build(
            rule.endpoint, {**parts, "reference": draft.reference},
            method=next(iter(rule.methods - {"HEAD", "OPTIONS"})),
        )  # fmt: skip
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.browser.open(path, method=method, data={"csrf_token": token})
            assert answer.status_code == 404, f"{method} {path}"
            asked += 1
    assert asked > 30


def test_one_leaves_oneself(client: CheckedClient, draft: Application) -> None:
    client.sign_in(teams.collaborator(draft, VIEWER, "Vi Viewer"))
    page = client.get(url(draft, "/team/leave"))
    client.post(url(draft, "/team/leave"), page.form_values())
    client.get(url(draft), status=404)
    assert letters(lead_of(draft))[-1].subject.startswith("Vi Viewer has left")


@pytest.mark.each_database  # a property gets there as well, on the one it walks further
def test_the_lead_is_handed_over_once_accepted(me: CheckedClient, draft: Application) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    lead_id, person = draft.lead_id, url(draft, f"/team/{last_of(draft).id}")
    me.post(person, {**me.get(person).form_values(), "do": "offer"})
    db.session.expire_all()
    assert _lead_id(draft) == lead_id  # nothing before they say so
    me.sign_in(bea)
    page = me.get(url(draft, "/team"))
    assert "asks you to lead this application" in page.text
    me.post(url(draft, "/team/lead"), {**page.form_values(), "answer": "yes"})
    assert _lead_id(draft) == bea.id
    me.get(url(draft, "/withdraw"))
    me.sign_in(accounts.account_of(lead_id))
    me.get(url(draft))
    me.get(url(draft, "/withdraw"), status=302)
    assert db.session.scalars(sa.select(HandOver.to_id)).all() == [bea.id]
    assert letters(accounts.account_of(lead_id).email)[-1].subject.startswith("Bea Editor now")


def _lead_id(draft: Application) -> int:
    return db.session.scalars(
        sa.select(Application.lead_id).where(Application.id == draft.id)
    ).one()


def test_the_lead_is_not_taken_after_the_offer_is_taken_back(
    lead: User, draft: Application
) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    actor, theirs = accounts.actor_of(lead), accounts.actor_of(bea)
    with transaction():
        team.offer_lead(last_of(draft), actor=actor)
        team.take_offer_back(last_of(draft), actor=actor)
    with pytest.raises(Refused, match="not offered"), transaction():
        handing_over.take_lead(last_of(draft), actor=theirs)


def test_the_list_costs_the_same_with_many(lead: User, client: CheckedClient,
                                           draft: Application) -> None:  # fmt: skip
    teams.collaborator(draft, VIEWER, "Vi Viewer")
    vi = accounts.account_of(last_of(draft).person_id or 0)
    client.sign_in(vi)
    few = client.get("/applications").statements.texts
    teams.many(draft, vi, 300)
    many = client.get("/applications")
    assert len(many.statements.texts) == len(few) <= 8
    assert "Next page" in many.text


def test_only_people_in_it_are_a_team(draft: Application) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    actor = accounts.actor_of(bea)
    db.session.expire_all()
    found = applications.own_application(actor, draft.reference)
    assert found and found.team == {bea.id: EDITOR}
    nobody = Actor(None, "Visitor")
    assert applications.own_application(nobody, draft.reference) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage))


def test_a_collaborator_whom_staff_make_the_lead_is_the_lead_alone(draft: Application) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    staff = accounts.actor_of(accounts.user("Sta Ff", roles=(Role.STAFF,)))
    theirs = accounts.actor_of(bea)
    with transaction():
        handing_over.hand_over(draft, accounts.account_of(bea.id), reason="On leave", actor=staff)
    assert lead_of(draft) == bea.email
    assert last_of(draft).state == CollaboratorState.LEADS
    assert [row.role for row in my_applications(theirs).rows] == [None]


@pytest.mark.parametrize("part", [EDITOR, VIEWER])
@pytest.mark.parametrize("made", ["draft", "complete", "submitted"])
def test_whoever_forges_what_the_lead_does_is_told_that_it_is_the_leads(
    client: CheckedClient, lead: User, part: CollaboratorRole, made: str
) -> None:
    """Before anything of how the application stands."""
    round_ = rounds.open_round()
    one = build.draft(round_, lead) if made == "draft" else build.complete(round_, lead, {})
    person = teams.collaborator(one, part)
    if made == "submitted":
        with transaction():
            submitting.submit(one, actor=accounts.actor_of(lead), received_at=clock.now())
    client.sign_in(person)
    before = state(one)
    for path, said in (
        ("submit", "submit it"), ("withdraw", "withdraw it"), ("reopen", "open it again"),
    ):  # fmt: skip
        if path == "reopen" and made != "submitted":
            continue  # there is nothing to open
        refused = path == "withdraw"  # what was typed is shown to copy
        answer = client.post(
            url(one, f"/{path}"), {"reason": "Forged"}, status=409 if refused else 200
        )
        assert f"Only Ada Lead, who leads this application, can {said}" in answer.text
    assert state(one) == before


def test_who_leads_now_keeps_their_own_organisation_and_is_not_gone(
    me: CheckedClient, lead: User
) -> None:
    """And who led and is an editor is no former colleague either, however often it changes."""
    home = accounts.organisation(lead)
    draft = build.draft(lead=lead, organisation=home)
    bea = teams.collaborator(draft, EDITOR, "Bea Editor", organisation="Heron Robotics")
    _hand_over(draft, lead, bea)
    page = me.get(url(draft, "/team"))
    assert f"Lead, {home.name}; works for Heron Robotics" in page.text
    assert "No longer in" not in page.text
    assert {lead.id, bea.id} <= set(db.session.scalars(people_in(draft.id)[0]))
    assessor = accounts.actor_of(accounts.user("Ass Essor", roles=(Role.ASSESSOR,)))
    for person in (lead, bea):
        tied = select_ties(accounts.actor_of(accounts.account_of(person.id)))
        assert draft.id in tied
    assert draft.id not in select_ties(assessor)
    _hand_over(draft, bea, lead)
    page = me.get(url(draft, "/team"))
    assert "Editor, Heron Robotics" in page.text and "No longer in" not in page.text
    assert "became the lead" not in page.text


def select_ties(actor: Actor) -> set[int]:
    return set(db.session.scalars(ties_of(actor)))


def _hand_over(draft: Application, lead: User, to: User) -> None:
    row = next(one for one in live_rows(draft.id) if one.person_id == to.id)
    now = accounts.actor_of(accounts.account_of(lead.id))
    with transaction():
        team.offer_lead(row, actor=now)
    with transaction():
        handing_over.take_lead(row, actor=accounts.actor_of(accounts.account_of(to.id)))
    db.session.expire_all()
