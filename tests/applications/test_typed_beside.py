"""What is typed for somebody new stays when a button about somebody else is pressed."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import co_applicants, requests
from award.foundation import clock
from award.foundation.db import transaction
from tests.applications.reviewing import enter, make, say
from tests.applications.walking import url
from tests.build import accounts, applications
from tests.build import messages as conversations
from tests.build import team as teams
from tests.client import CheckedClient
from tests.page import Page

TYPED = "Written for an hour"


@pytest.fixture
def draft(lead: User) -> Application:
    return applications.draft(lead=lead)


def press(me: CheckedClient, path: str, text: str, box: str, form: str) -> Page:
    """The button with this text, once something is typed in the box of another form."""
    page = me.get(path)
    button = next(
        one
        for one in page.all("button")
        if "".join(one.itertext()).split()[0] == text and one.get("aria-hidden") is None
    )
    address = button.get("formaction")
    assert address, "the button belongs to a form without the box"
    own = {button.get("name") or "nothing": button.get("value", "")}
    values = {**page.form_values(form), **own, box: TYPED}
    after = me.post(address, values, status=200)
    assert after.value_of(box) == TYPED
    return after


def test_a_link_is_made_out_while_others_end(
    app: object, me: CheckedClient, draft: Application
) -> None:
    link = make(me, draft)
    reader = CheckedClient(me.app)
    enter(reader, link)
    say(reader, link)
    path = url(draft, "/review")
    assert "is dealt with" in press(me, path, "Dealt", "reader", "/review").text
    assert "waits again" in press(me, path, "Not", "reader", "/review").text
    assert "works no more" in press(me, path, "Take", "reader", "/review").text


def test_somebody_is_invited_while_a_section_is_not_asked_for_any_more(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    teams.collaborator(draft, CollaboratorRole.EDITOR)
    with transaction():
        requests.ask_for_section(
            teams.last_of(draft),
            "summary",
            clock.today(),
            "",
            actor=accounts.actor_of(accounts.account_of(lead.id)),
        )
    after = press(me, url(draft, "/team"), "Do", "email", "/team")
    assert "not asked any more" in after.text


def test_an_organisation_is_named_while_another_is_asked_again(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    with transaction():
        co_applicants.ask_to_confirm(
            draft, "Bramble", "bo@bramble.example", actor=accounts.actor_of(lead)
        )
    path = url(draft, "/co-applicants")
    assert "again" in press(me, path, "Ask", "organisation", "/co-applicants").text
    assert "not named any more" in press(me, path, "Take", "organisation", "/co-applicants").text


def test_an_answer_is_written_while_a_conversation_is_read_or_closed(
    me: CheckedClient, draft: Application, lead: User
) -> None:
    thread = conversations.thread(draft, accounts.account_of(lead.id))
    staff = CheckedClient(me.app).sign_in(accounts.user("Sam Staff", "sam@programme.example"))
    path = f"/manage{url(draft, f'/messages/{thread.number}')}"
    after = press(staff, path, "I", "message", f"/messages/{thread.number}")
    assert "I have read this" not in after.text
    after = press(staff, path, "Close", "message", f"/messages/{thread.number}")
    assert "The conversation is closed" in after.text
    staff.post(path, {"message": TYPED}, status=200)
