"""Whoever is asked for a section sees it where the email leads, and says there that it is done."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import requests
from award.foundation import clock
from award.foundation.db import transaction
from tests.accounts.letters import told
from tests.applications.walking import fill, stored, url
from tests.build import accounts, applications
from tests.build import team as teams
from tests.client import CheckedClient


@pytest.fixture
def draft(lead: User) -> Application:
    return applications.draft(lead=lead)


@pytest.fixture
def editor(draft: Application) -> User:
    person = teams.collaborator(draft, CollaboratorRole.EDITOR)
    lead = accounts.actor_of(accounts.account_of(draft.lead_id))
    with transaction():
        requests.ask_for_section(
            teams.last_of(draft), "problem", clock.today(), "Say which nights", actor=lead
        )
    return person


def test_the_page_that_the_email_names_says_who_asks(
    client: CheckedClient, draft: Application, editor: User
) -> None:
    page = client.sign_in(editor).get(url(draft, "/problem"))
    assert "Ada Lead asks you to answer this section by" in page.text
    assert "Say which nights" in page.text
    assert "asks you to answer" not in client.get(url(draft, "/summary")).text
    lead = accounts.account_of(draft.lead_id)
    assert "asks you to answer" not in client.sign_in(lead).get(url(draft, "/problem")).text


def test_what_is_typed_is_saved_as_it_is_said_to_be_done(
    client: CheckedClient, draft: Application, editor: User
) -> None:
    page = client.sign_in(editor).get(url(draft, "/problem"))
    done = next(one for one in page.all("button") if one.get("value") == "done")
    assert (done.get("form"), done.get("name")) == ("questions", "then")
    after = client.post(url(draft, "/problem"), {**fill(page, problem="Falls"), "then": "done"})
    assert after.location == url(draft)
    assert stored(draft) == {"problem": "Falls"}
    assert "Done: we have told Ada Lead" in client.follow(after).text
    assert "asks you to answer" not in client.get(url(draft, "/problem")).text
    [letter] = told("section_request.done")
    assert letter.subject == "Bea Editor says that “Problem and people” is done"
    assert "Questions answered: 1 of 3." in letter.body
