"""Who works on an application: invited by email, accepted by whoever has the address, ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.rules.team import GOOD_FOR, MOST_A_DAY, MOST_PEOPLE
from award.applications.services import team
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.accounts.letters import letters
from tests.applications.walking import url
from tests.build import accounts
from tests.build import applications as build
from tests.build.team import last_of, lead_of
from tests.client import CheckedClient

EDITOR, VIEWER = CollaboratorRole.EDITOR, CollaboratorRole.VIEWER


@pytest.fixture
def draft(lead: User) -> Application:
    return build.draft(lead=lead, answers={"project_title": "Listening for falls"})


def link_to(address: str) -> str:
    found = re.search(r"(/taking-part/\S+)", letters(address)[-1].body)
    assert found
    return found[1]


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
    assert last_of(draft).expires_at - last_of(draft).invited_at == GOOD_FOR
    assert letter.body.split("/taking-part/")[1].split()[0] not in last_of(draft).token_digest


def test_to_open_the_link_does_nothing(client: CheckedClient, invited: str,
                                       draft: Application) -> None:  # fmt: skip
    client.sign_in(None)
    for _ in range(3):
        page = client.get(invited)
    assert "Ada Lead asks you to work on an application" in page.text
    assert "Listening for falls" in page.text
    for secret in (draft.reference, "bea@example.org", "example.org"):
        assert secret not in page.text
    assert last_of(draft).state == CollaboratorState.INVITED


def test_accepted_by_the_account_that_has_the_address(
    client: CheckedClient, invited: str, draft: Application
) -> None:
    bea = accounts.user("Bea Editor", "bea@example.org", roles=())
    client.sign_in(bea)
    page = client.get(invited)
    client.post(invited, {**page.form_values(), "organisation": "Bramble Homecare"})
    row = last_of(draft)
    assert (row.state, row.person_id, row.organisation) == ("accepted", bea.id, "Bramble Homecare")
    assert "Bea Editor" in letters(lead_of(draft))[-1].subject
    assert draft.reference in client.get("/applications").text
    assert "Editor" in client.get("/applications").text
    client.get(invited, status=302)  # it worked once
    client.sign_in(accounts.user("Cy Other", "cy@example.org", roles=()))
    assert client.get(invited, status=410).text.count("Listening") == 0


def test_somebody_else_is_told_plainly(client: CheckedClient, invited: str,
                                       draft: Application) -> None:  # fmt: skip
    client.sign_in(accounts.user("Cy Other", "cy@example.org", roles=()))
    page = client.get(invited)
    assert "You are signed in as cy@example.org" in page.text
    assert "Accept" not in page.text
    client.post(invited, {"organisation": "Elsewhere"}, status=200)
    assert last_of(draft).state == CollaboratorState.INVITED


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
    after = last_of(draft).expires_at + timedelta(minutes=1)
    with clock.at(after):
        me.sign_in(bea)
        me.get(invited, status=410)
        with pytest.raises(Refused, match="no longer works"), transaction():
            team.accept(last_of(draft), "Home", actor=actor)


def test_sent_again_only_the_newest_link_works(
    me: CheckedClient, invited: str, draft: Application
) -> None:
    person = url(draft, f"/team/{last_of(draft).id}")
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
    person = url(draft, f"/team/{last_of(draft).id}")
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


def test_an_auditor_takes_part_in_nothing(client: CheckedClient, invited: str,
                                          draft: Application) -> None:  # fmt: skip
    client.sign_in(accounts.user("Au Ditor", "bea@example.org", roles=(Role.AUDITOR,)))
    assert "Accept" not in client.get(invited).text
    client.post(invited, {"organisation": "Us"}, status=200)
    assert last_of(draft).state == CollaboratorState.INVITED
