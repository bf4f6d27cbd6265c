"""A draft that has closed leads on to everything that still works, and draws no form and no button
that would be refused; so does one that is open again, which people can join."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.team import live_rows
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.services import co_applicants, requests, reviewing
from award.applications.services import reopening as services
from award.applications.services import team as people_of
from award.applications.together import Collaborator
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role
from tests.applications.test_reopening import lead_of, reopen, sent_now
from tests.applications.walking import url
from tests.build import accounts, applications, rounds, team
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database
REFUSED = re.compile(r"closed|any more|no longer|not open|can.t be", re.IGNORECASE)


def crowded(draft: Application) -> User:
    """With everybody and everything that a draft can have beside its answers."""
    editor = team.collaborator(draft, CollaboratorRole.EDITOR)
    team.invited(draft, "cy@example.org")
    row = next(one for one in people_rows(draft) if one.person_id == editor.id)
    actor = lead_of(draft)
    with transaction():
        requests.ask_for_section(row, "problem", date_of(draft), "Please", actor=actor)
    with transaction():
        co_applicants.ask_to_confirm(draft, "Heron Robotics", "hr@example.org", actor=actor)
    with transaction():
        reviewing.make_link(draft, None, "Dot Reader", 14, actor=actor)
    return editor


def people_rows(draft: Application) -> list[Collaborator]:
    return live_rows(draft.id)


def date_of(draft: Application) -> date:
    return clock.london(draft.closes_at).date()


def walked(me: CheckedClient, draft: Application) -> Iterator[tuple[str, Page]]:
    """Each page of the application that can be reached from its own, once."""
    waiting, seen = [url(draft)], set[str]()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page = me.get(path, budget=40)
        if not page.is_html:
            continue
        yield path, page
        for address in page.links().values():
            bare = address.split("#")[0].split("?")[0]
            if bare.startswith(url(draft)) and not bare.endswith((".pdf", ".docx")):
                waiting.append(bare)


def forms(page: Page) -> Iterator[Element]:
    for form in page.all("form"):
        action = form.get("action") or ""
        if form.get("method", "").lower() == "post" and "/sign-out" not in action:
            yield form


def presses(me: CheckedClient, path: str, page: Page) -> Iterator[tuple[str, Page]]:
    """What comes of each button of each form there, filled in."""
    for form in forms(page):
        action = form.get("action") or path
        values = page.filled_values(form.get("action") or "")
        for button in form.iter("button"):
            name = button.get("name")
            sent = {**values, **({name: button.get("value", "")} if name else {})}
            me.get(path, budget=40)
            response = me.browser.post(action, data={**sent, "csrf_token": me.csrf_token()})
            if response.status_code in (302, 303):
                response = me.browser.get(response.location)
            words = "".join(button.itertext())
            yield f"{path}: {words}", Page(response, page.statements)


def test_nothing_on_its_pages_is_refused(me: CheckedClient, lead: User) -> None:
    draft = applications.complete(lead=lead)
    crowded(draft)
    with clock.at(draft.closes_at + timedelta(hours=1)):
        pages = list(walked(me, draft))
        ends = {path.removeprefix(url(draft)) for path, _ in pages}
        assert {"/team", "/messages", "/check"} <= ends
        links = set(me.get(url(draft)).links().values())
        assert any(one.endswith("pdf") for one in links)
        pages.sort(key=lambda pair: "withdraw" in pair[0])
        for path, page in pages:
            for pressed, after in presses(me, path, page):
                assert after.status == 200, (pressed, after.status, after.text[:300])
                wrong = [one for one in after.errors if REFUSED.search(one)]
                assert not wrong, (pressed, wrong)


@pytest.mark.parametrize("path", ["/team", "/co-applicants", "/review"])
def test_pages_of_people_say_why(me: CheckedClient, lead: User, path: str) -> None:
    draft = applications.complete(lead=lead)
    crowded(draft)
    with clock.at(draft.closes_at + timedelta(hours=1)):
        page = me.get(url(draft, path), budget=30)
        assert "closed" in page.text
        assert "Send invitation" not in page.buttons()
        assert "Ask them to confirm" not in page.buttons()
        assert "Make the link" not in page.buttons()


def test_nobody_is_written_to_after_closing(lead: User) -> None:
    draft = applications.complete(lead=lead)
    team.invited(draft, "cy@example.org")
    (row,) = people_rows(draft)
    with transaction():
        partner = co_applicants.ask_to_confirm(
            draft, "Heron Robotics", "hr@example.org", actor=lead_of(draft)
        )
    with clock.at(draft.closes_at + timedelta(hours=1)):
        with pytest.raises(Refused, match="closed"), transaction():
            people_of.send_again(row, actor=lead_of(draft))
        with pytest.raises(Refused, match="closed"), transaction():
            co_applicants.ask_again(partner, actor=lead_of(draft))


def test_people_join_what_its_lead_opened_again(
    me: CheckedClient, client: CheckedClient, lead: User
) -> None:
    application = sent_now(lead)
    assert "draft, or open again" in me.get(url(application, "/team")).text
    reopen(application)
    assert "People" in me.get(url(application)).links()
    page = me.get(url(application, "/team"))
    assert "Send invitation" in page.buttons()
    asked = {**page.form_values("/team"), "email": "bea@example.org", "role": "editor"}
    me.post(url(application, "/team"), asked)
    newcomer = accounts.user("Bea Editor", "bea@example.org", roles=())
    row = team.last_of(application)
    theirs = accounts.actor_of(accounts.account_of(newcomer.id))
    with transaction():
        people_of.accept(row, "Bramble Homecare", actor=theirs)
    assert team.last_of(application).state == CollaboratorState.ACCEPTED
    client.sign_in(newcomer)
    assert "You can write the answers" in client.get(url(application)).text


def test_not_while_changes_are_asked_for(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(rounds.closed_round(), lead)
    staff = accounts.user("Stef Staff", roles=(Role.STAFF,))
    with transaction():
        services.ask_changes(
            application, ("problem",), asks="Which nights?",
            until=clock.now() + timedelta(days=7),
            actor=Actor(staff.id, "Stef Staff", roles=frozenset({Role.APPLICANT, Role.STAFF})),
        )  # fmt: skip
    page = me.get(url(application, "/team"))
    assert "while the programme team asks for changes" in page.text
    assert "Send invitation" not in page.buttons()
    db.session.expire_all()
