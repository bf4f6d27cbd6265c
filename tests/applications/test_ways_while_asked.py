"""While only named answers are open, no page leads anywhere that isn't: every link and every
redirect of every page is followed, by everybody who works on the application."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import reopening, requests, submitting
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.rounds.queries.question_sets import question_set
from tests.build import accounts, applications, documents, rounds, team
from tests.client import CheckedClient
from tests.page import Page
from tests.statements import Statements

ASKED = (("problem",), ("plain_summary", "amount_requested"), ("gantt", "how_people_helped"))
"""In the section in the middle, around it, and from there to the last."""


EDITOR, VIEWER = "Bea Editor", "Vic Viewer"


@pytest.fixture
def application(lead: User) -> Application:
    """Of three people, one of whom was asked for a section and never said that it is done."""
    round_ = rounds.closed_round()
    plan = {"gantt": ("Plan.pdf", documents.pdf("Weeks one to nine"))}
    made = applications.complete(round_, lead, files=plan)
    with clock.at(applications.while_open(round_)):
        team.collaborator(made, CollaboratorRole.VIEWER, VIEWER)
        team.collaborator(made, CollaboratorRole.EDITOR, EDITOR)
        with transaction():
            actor = accounts.actor_of(lead)
            row = team.last_of(made)
            requests.ask_for_section(row, "project", clock.today(), "", actor=actor)
        with transaction():
            submitting.submit(made, actor=actor, received_at=clock.now())
    return made


def ask(application: Application, questions: Collection[str]) -> None:
    staff = accounts.actor_of(accounts.user("Stef Staff", roles=(Role.STAFF,)))
    until = clock.now() + timedelta(days=7)
    with transaction():
        reopening.ask_changes(application, questions, asks="Please", until=until, actor=staff)


def own_links(page: Page) -> set[str]:
    found = {link.get("href", "").partition("#")[0] for link in page.all("a")}
    return {path for path in found if path.startswith("/") and "/sign-out" not in path}


def walked(client: CheckedClient, application: Application) -> dict[str, int]:
    """Address -> what it answers, of all that can be reached by links; what they lead to on pages
    about other things is opened and not gone on from."""
    statuses: dict[str, int] = {}
    waiting = ["/applications", f"/applications/{application.reference}"]
    while waiting:
        path = waiting.pop()
        if path in statuses:
            continue
        with client._own_context():
            page = Page(client.browser.get(path), Statements())
        statuses[path] = page.status
        if page.location:
            waiting.append(page.location.partition("#")[0])
        elif page.is_html and application.reference in path:
            waiting += own_links(page)
    return statuses


@pytest.mark.parametrize("questions", ASKED, ids="+".join)
def test_no_link_leads_to_what_is_not_open(
    client: CheckedClient, lead: User, application: Application, questions: tuple[str, ...]
) -> None:
    ask(application, questions)
    names = (lead.name, EDITOR, VIEWER)
    for person in db.session.scalars(sa.select(User).where(User.name.in_(names))).all():
        client.sign_in(person)
        statuses = walked(client, application)
        assert len(statuses) > 10
        assert {path: code for path, code in statuses.items() if code >= 400} == {}


@pytest.mark.parametrize("questions", ASKED, ids="+".join)
def test_saving_goes_on_to_what_is_open(
    client: CheckedClient, lead: User, application: Application, questions: tuple[str, ...]
) -> None:
    ask(application, questions)
    client.sign_in(lead)
    home = f"/applications/{application.reference}"
    sections = {
        f"{home}/{one.key}" for one in question_set(application.round.question_set_id).sections
    }
    opened = sections & own_links(client.get(home, budget=60))
    assert opened
    for path in opened:
        for then in ("continue", "later"):
            page = client.get(path, budget=60)
            values = {**page.form_values(), "then": then}
            values = {name: "" if name == "answer_team" else v for name, v in values.items()}
            client.follow(client.post(path, values), budget=60)


def test_an_address_of_a_section_that_is_not_open_leads_to_its_answers(
    client: CheckedClient, lead: User, application: Application
) -> None:
    """Emails and bookmarks have it."""
    ask(application, ("problem",))
    page = client.sign_in(lead).get(f"/applications/{application.reference}/project", status=302)
    assert page.location == f"/applications/{application.reference}/check#section-project"
