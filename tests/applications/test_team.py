"""Who works on an application: invited by email, accepted by whoever has the address, ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application, HandOver
from award.applications.queries import applications
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.rules.team import GOOD_FOR, MOST_A_DAY, MOST_PEOPLE
from award.applications.services import handing_over, team
from award.applications.together import Collaborator
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, Role
from tests.accounts.letters import letters
from tests.applications.walking import fill, stored, url
from tests.build import accounts
from tests.build import applications as build
from tests.build import team as teams
from tests.client import CheckedClient

EDITOR, VIEWER = CollaboratorRole.EDITOR, CollaboratorRole.VIEWER


@pytest.fixture
def draft(lead: User) -> Application:
    return build.draft(lead=lead, answers={"project_title": "Listening for falls"})


def link_to(address: str) -> str:
    found = re.search(r"(/taking-part/\S+)", letters(address)[-1].body)
    assert found
    return found[1]


def row_of(draft: Application) -> Collaborator:
    db.session.expire_all()
    rows = db.session.scalars(
        sa.select(Collaborator).where(Collaborator.application_id == draft.id)
    )
    return rows.all()[-1]


@pytest.fixture
def invited(me: CheckedClient, draft: Application) -> Iterator[str]:
    page = me.get(url(draft, "/team"))
    me.post(
        url(draft, "/team"),
        {**page.form_values(), "email": "Bea@Example.org ", "role": "editor"},
    )
    yield link_to("bea@example.org")


def test_the_email_says_who_asks_for_what_and_until_when(invited: str, draft: Application) -> None:
    letter = letters("bea@example.org")[-1]
    assert letter.subject == "Ada Lead asks you to work on an application"
    assert "Listening for falls" in letter.body
    assert "read the answers and write in them" in letter.body
    assert "The link works until" in letter.body
    assert row_of(draft).expires_at - row_of(draft).invited_at == GOOD_FOR
    assert letter.body.split("/taking-part/")[1].split()[0] not in row_of(draft).token_digest


def test_to_open_the_link_does_nothing(client: CheckedClient, invited: str,
                                       draft: Application) -> None:  # fmt: skip
    client.sign_in(None)
    for _ in range(3):
        page = client.get(invited)
    assert "Ada Lead asks you to work on an application" in page.text
    assert "Listening for falls" in page.text
    for secret in (draft.reference, "bea@example.org", "example.org"):
        assert secret not in page.text
    assert row_of(draft).state == CollaboratorState.INVITED


def test_accepted_by_the_account_that_has_the_address(
    client: CheckedClient, invited: str, draft: Application
) -> None:
    bea = accounts.user("Bea Editor", "bea@example.org", roles=())
    client.sign_in(bea)
    page = client.get(invited)
    client.post(invited, {**page.form_values(), "organisation": "Bramble Homecare"})
    row = row_of(draft)
    assert (row.state, row.person_id, row.organisation) == ("accepted", bea.id, "Bramble Homecare")
    assert "Bea Editor" in letters(_lead_of(draft))[-1].subject
    assert draft.reference in client.get("/applications").text
    assert "Editor" in client.get("/applications").text
    client.get(invited, status=302)  # it worked once
    client.sign_in(accounts.user("Cy Other", "cy@example.org", roles=()))
    assert client.get(invited, status=410).text.count("Listening") == 0


def _lead_of(draft: Application) -> str:
    return db.session.scalars(sa.select(User.email).where(User.id == draft.lead_id)).one()


def test_somebody_else_is_told_plainly(client: CheckedClient, invited: str,
                                       draft: Application) -> None:  # fmt: skip
    client.sign_in(accounts.user("Cy Other", "cy@example.org", roles=()))
    page = client.get(invited)
    assert "You are signed in as cy@example.org" in page.text
    assert "Accept" not in page.text
    client.post(invited, {"organisation": "Elsewhere"}, status=200)
    assert row_of(draft).state == CollaboratorState.INVITED


def test_a_newcomer_registers_and_comes_back(client: CheckedClient, invited: str,
                                             draft: Application) -> None:  # fmt: skip
    client.sign_in(None)
    page = client.get(invited)
    register = page.links()["Create an account"]
    sent = {"name": "Bea Editor", "password": accounts.PASSWORD, "email": "bea@example.org"}
    client.post(register, {**client.get(register).form_values(), **sent}, status=302)
    body = letters("bea@example.org")[-1].body
    confirm = re.search(r"(/confirm/\S+)", body)
    assert confirm
    client.sign_in(None)  # as on another device
    client.post(confirm[1], client.get(confirm[1]).form_values(), status=302)
    login = client.get("/sign-in")
    client.post(
        "/sign-in",
        {**login.form_values(), "email": "bea@example.org", "password": accounts.PASSWORD},
        status=302,
    )
    assert client.get("/start", status=302).location == invited
    page = client.get(invited)
    client.post(invited, {**page.form_values(), "organisation": "None"})


def test_it_runs_out_and_can_be_sent_again(
    me: CheckedClient, invited: str, draft: Application
) -> None:
    bea = accounts.user("Bea Editor", "bea@example.org", roles=())
    actor = accounts.actor_of(bea)
    after = row_of(draft).expires_at + timedelta(minutes=1)
    with clock.at(after):
        me.sign_in(bea)
        me.get(invited, status=410)
        with pytest.raises(Refused, match="no longer works"), transaction():
            team.accept(row_of(draft), "Home", actor=actor)


def test_sent_again_only_the_newest_link_works(
    me: CheckedClient, invited: str, draft: Application
) -> None:
    person = url(draft, f"/team/{row_of(draft).id}")
    page = me.get(person)
    assert (
        "Wait 5 minutes" in me.post(person, {**page.form_values(), "do": "again"}, status=200).text
    )
    with clock.at(clock.now() + timedelta(minutes=6)):
        me.post(person, {**page.form_values(), "do": "again"})
        newest = link_to("bea@example.org")
        assert newest != invited
        me.sign_in(None)
        me.get(invited, status=410)
        me.get(newest)


def test_taken_back_it_opens_nothing(me: CheckedClient, invited: str, draft: Application) -> None:
    person = url(draft, f"/team/{row_of(draft).id}")
    me.post(person, {**me.get(person).form_values(), "do": "off"})
    assert "invitation taken back" in me.get(url(draft, "/team")).text
    me.sign_in(accounts.user("Bea Editor", "bea@example.org", roles=()))
    me.get(invited, status=410)


def test_there_are_limits(lead: User, draft: Application) -> None:
    actor = accounts.actor_of(lead)

    def ask(number: int, application: Application) -> None:
        with transaction():
            team.invite(application, f"p{number}@example.org", VIEWER, actor=actor)

    for number in range(MOST_A_DAY):
        ask(number, draft)
    with pytest.raises(Refused, match="today"):
        ask(99, draft)
    with pytest.raises(Refused, match="invited already"):
        ask(3, draft)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        for number in range(MOST_A_DAY, MOST_PEOPLE):
            ask(number, draft)
        with pytest.raises(Refused, match=f"{MOST_PEOPLE} people"):
            ask(98, draft)


def test_an_address_is_asked_for_alike_with_an_account_and_without(
    me: CheckedClient, draft: Application
) -> None:
    accounts.user("Bea Editor", "bea@example.org", roles=())
    seen = []
    for address in ("warm@example.org", "bea@example.org", "eve@example.org"):
        page = me.get(url(draft, "/team"))
        sent = {**page.form_values(), "email": address, "role": "viewer"}
        answer = me.post(url(draft, "/team"), sent, status=302)
        words = letters(address)[-1].body
        token = words.split("/taking-part/")[1].split()[0]
        seen.append((len(answer.statements.texts), words.replace(token, "x").replace(address, "x")))
    assert seen[1] == seen[2]


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
    client.get(url(draft, f"/team/{row_of(draft).id}"), status=403)


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
    person = url(draft, f"/team/{row_of(draft).id}")
    me.post(person, {**me.get(person).form_values(), "do": "off"})
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
        team.take_off(row_of(draft), actor=accounts.actor_of(accounts.account_of(draft.lead_id)))
    client.sign_in(bea)
    asked, token = 0, client.csrf_token()
    for rule in client.app.url_map.iter_rules():
        if not rule.rule.startswith("/applications/<reference>"):
            continue
        parts = {"section": "summary", "number": 1, "key": "k", "token": "t", "format": "pdf",
                 "kind": "pdf", "letter": "A"}  # fmt: skip
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
    assert letters(_lead_of(draft))[-1].subject.startswith("Vi Viewer has left")


def test_the_lead_is_handed_over_once_accepted(me: CheckedClient, draft: Application) -> None:
    bea = teams.collaborator(draft, EDITOR, "Bea Editor")
    lead_id, person = draft.lead_id, url(draft, f"/team/{row_of(draft).id}")
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
        team.offer_lead(row_of(draft), actor=actor)
        team.take_offer_back(row_of(draft), actor=actor)
    with pytest.raises(Refused, match="not offered"), transaction():
        handing_over.take_lead(row_of(draft), actor=theirs)


def test_an_auditor_takes_part_in_nothing(client: CheckedClient, invited: str,
                                          draft: Application) -> None:  # fmt: skip
    client.sign_in(accounts.user("Au Ditor", "bea@example.org", roles=(Role.AUDITOR,)))
    assert "Accept" not in client.get(invited).text
    client.post(invited, {"organisation": "Us"}, status=200)
    assert row_of(draft).state == CollaboratorState.INVITED


def test_the_list_costs_the_same_with_many(lead: User, client: CheckedClient,
                                           draft: Application) -> None:  # fmt: skip
    teams.collaborator(draft, VIEWER, "Vi Viewer")
    vi = accounts.account_of(row_of(draft).person_id or 0)
    client.sign_in(vi)
    few = client.get("/applications").statements.texts
    teams.many(draft, vi, 60)
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
