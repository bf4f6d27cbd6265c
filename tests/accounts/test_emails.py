"""People choose which emails they get, and can't switch off what must be said."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.services.emails import choose_emails
from award.applications.rules.states import CollaboratorRole
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.outbox import ABOUT_YOURS, ACCOUNT, ANSWERS, Notice, notices
from award.foundation.policy import Role
from award.foundation.unwanted import unwanted_of
from award.watching.notices import BECAUSE as FOLLOWED
from tests.accounts.letters import letters
from tests.build import accounts, applications
from tests.build import team as teams
from tests.client import CheckedClient

STOP = "To stop them:\nhttp://localhost/account/emails"
OPTIONAL = "collaborator.accepted"


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", roles=())


def switch_off(person: User, *keys: str) -> None:
    with transaction():
        choose_emails(keys, actor=accounts.actor_of(person))


def test_every_notice_is_optional_or_must_be_said_and_says_why(app: Flask) -> None:
    each = notices().values()
    assert {one.because for one in each} == {ABOUT_YOURS, ACCOUNT, ANSWERS, FOLLOWED}
    optional = {one.key for one in each if one.optional}
    assert {"application.closing", "section_request.due"} <= optional
    must = {
        "application.submitted", "application.unsent", "application.closing_moved",
        "application.changes_asked", "decision.fund", "decision.reject", "assignment.assigned",
        "user_account.suspended", "complaint.answered", "section_request.asked",
    }  # fmt: skip
    assert must & optional == set()
    assert len(optional) < len(notices()) / 4
    labels = [one.optional for one in each if one.optional]
    assert len(labels) == len(set(labels))


def test_a_notice_must_be_said_unless_it_says_otherwise() -> None:
    plain = Notice("test.told", recipients=lambda _: [], context=lambda _: {}, says="A test")
    assert not plain.optional and plain.because


def test_what_is_switched_off_does_not_come(lead: User) -> None:
    draft = applications.draft(lead=lead)
    teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea First")
    (first,) = letters(lead.email)
    assert "Bea First" in first.body and first.body.rstrip().endswith(STOP)
    switch_off(lead, OPTIONAL)
    teams.collaborator(draft, CollaboratorRole.VIEWER, "Cy Second")
    assert letters(lead.email) == [first]
    switch_off(lead)
    teams.collaborator(draft, CollaboratorRole.VIEWER, "Dee Third")
    assert len(letters(lead.email)) == 2


def test_what_must_be_said_comes_and_cannot_be_switched_off(lead: User) -> None:
    with pytest.raises(Refused, match="has to be said"):
        switch_off(lead, "application.submitted")
    switch_off(lead, *(key for key, one in notices().items() if one.optional))
    applications.submitted(lead=lead)
    assert [one.notice for one in letters(lead.email)] == ["application.submitted"]
    assert STOP not in letters(lead.email)[0].body


def test_one_chooses_on_a_page(client: CheckedClient, lead: User) -> None:
    me = client.sign_in(lead)
    page = me.get(me.get("/account").links()["Emails you get"], budget=8)
    assert "Somebody takes part in an application that I lead" in page.text
    assert "nobody’s account changes without their knowing" in page.text
    ticked = page.form_values()
    assert OPTIONAL in ticked["wanted"]
    wanted = [key for key in ticked["wanted"] if key != OPTIONAL]
    me.post("/account/emails", {**ticked, "wanted": wanted})
    page = me.get("/account/emails")
    assert page.form_values()["wanted"] == wanted
    me.post("/account/emails", {**page.form_values(), "wanted": []})
    assert not me.get("/account/emails").form_values().get("wanted")
    forged = {**page.form_values(), "wanted": ["application.submitted"]}
    assert me.post("/account/emails", forged, status=200).errors


def test_nobody_chooses_without_an_account(client: CheckedClient) -> None:
    client.get("/account/emails", status=302)


def test_nobody_chooses_about_what_never_comes_to_them(client: CheckedClient, lead: User) -> None:
    """Each sees what the roles of their account can get, of both kinds."""
    to_staff, to_assessors = "written to the programme team", "Scores that I submitted"
    page = client.sign_in(lead).get("/account/emails")
    for words in (to_staff, to_assessors, "Tells staff", "Tells an assessor"):
        assert words not in page.text
    assessor = accounts.user("Ass Essor", roles=(Role.ASSESSOR,))
    page = client.sign_in(assessor).get("/account/emails")
    assert to_assessors in page.text and "Tells an assessor" in page.text
    assert to_staff not in page.text and "Tells staff" not in page.text
    staff = accounts.user("Stef Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).get("/account/emails")
    assert to_staff in page.text and "Tells staff" in page.text


def test_what_was_switched_off_in_another_role_stays_off(client: CheckedClient) -> None:
    person = accounts.user("Stef Staff", roles=(Role.STAFF,))
    actor = accounts.actor_of(person)
    with transaction():
        choose_emails(["assignment.submitted"], actor=actor)
    client.sign_in(person)
    page = client.get("/account/emails")
    client.post("/account/emails", page.form_values())
    assert unwanted_of(actor) == {"assignment.submitted"}


def test_notices_to_people_of_the_programme_say_whose_roles_get_them(app: Flask) -> None:
    for one in notices().values():
        to_some = one.says.startswith(("Tells the programme", "Tells staff", "Tells an assessor"))
        assert bool(one.roles) >= to_some, one.key
