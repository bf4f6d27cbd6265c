"""Answers of an application that somebody wrote before, taken into a draft."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import answering
from award.applications.services.team import take_off
from award.foundation.db import transaction
from award.rounds.queries.question_sets import questions_of
from tests.applications.in_word import answers, take, there_again
from tests.build import accounts, applications, rounds, team
from tests.client import CheckedClient
from tests.page import Page


def at(application: Application, more: str = "") -> str:
    return f"/applications/{application.reference}/from-earlier{more}"


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", roles=())


@pytest.fixture
def earlier(lead: User) -> Application:
    """Submitted to a round that is over, with answers of every kind."""
    return applications.submitted(rounds.closed_round(), lead, title="Listening at night")


@pytest.fixture
def draft(lead: User) -> Application:
    return applications.draft(
        rounds.open_round(), lead, answers={"plain_summary": "What I want to keep."}
    )


def read(client: CheckedClient, draft: Application, other: Application) -> Page:
    """The page that offers its answers, or the one that says why there are none."""
    sent = client.post(at(draft), {"application": other.reference}, status=None)
    return client.follow(sent) if sent.status == 302 else sent


def test_each_answer_is_shown_and_those_that_are_ticked_are_taken(
    client: CheckedClient, earlier: Application, draft: Application, lead: User
) -> None:
    page = client.sign_in(lead).get(at(draft))
    assert "Listening at night" in page.text and f'value="{draft.reference}"' not in page.html
    before, there = answers(draft), answers(earlier)
    review = read(client, draft, earlier)
    assert answers(draft) == before
    ticked = review.form_values()["take"]
    assert "plain_summary" not in ticked, "it would replace something"
    assert "problem" in ticked and "milestones" in ticked
    take(client, review)
    after = answers(draft)
    assert after["plain_summary"] == "What I want to keep."
    assert {key: after[key] for key in ticked} == {key: there[key] for key in ticked}
    promised = {q.key for q in questions_of(draft.round) if q.of_kind.promise}
    assert promised and promised.isdisjoint(after)
    assert "gantt" not in after, "files stay where they are"


def test_nothing_ticked_says_so(
    client: CheckedClient, earlier: Application, draft: Application, lead: User
) -> None:
    client.sign_in(lead)
    review = read(client, draft, earlier)
    values = review.form_values()
    page = client.post(there_again(review), {**values, "take": []}, status=200)
    assert "Nothing was ticked" in page.text
    assert page.form_values().get("take") is None, "as it was sent"
    stale = client.post(there_again(review), {**values, "read": "x"}, status=200)
    assert "out of date" in stale.text
    client.get(there_again(stale))
    client.get(at(draft, "/take"), status=302)
    client.get(at(draft, f"/take?other={draft.reference}"), status=302)
    assert answers(draft) == {"plain_summary": "What I want to keep."}


def test_what_was_changed_meanwhile_is_a_choice_between_two_texts(
    client: CheckedClient, earlier: Application, draft: Application, lead: User
) -> None:
    client.sign_in(lead)
    review = read(client, draft, earlier)
    with transaction():
        actor = accounts.actor_of(lead)
        said = {"problem": "Written in another window."}
        answering.save_answers(draft, said, actor=actor, base_versions={})
    page = take(client, review)
    assert "/conflicts/" in page.location
    assert answers(draft)["problem"] == "Written in another window."


def test_only_ones_own_are_offered_and_read(
    client: CheckedClient, earlier: Application, draft: Application, lead: User
) -> None:
    """Those that one leads or works on; an editor who was removed reads nothing more."""
    strange = applications.submitted(rounds.closed_round(), title="Somebody else’s idea")
    said = {"project_title": "Worked on together"}
    worked_on = applications.draft(rounds.open_round(reference="OTHER"), answers=said)
    client.sign_in(lead)
    assert "Somebody else’s idea" not in client.get(at(draft)).text
    page = read(client, draft, strange)
    assert page.errors and "An example answer" not in page.text
    assert "Worked on together" not in client.get(at(draft)).text
    team.joined(worked_on, lead, CollaboratorRole.VIEWER)
    assert "Worked on together" in client.get(at(draft)).text
    with transaction():
        row = team.last_of(worked_on)
        take_off(row, actor=accounts.actor_of(accounts.account_of(worked_on.lead_id)))
    assert "Worked on together" not in client.get(at(draft)).text
    assert read(client, draft, worked_on).errors


def test_what_is_not_asked_here_is_named(client: CheckedClient, lead: User) -> None:
    """Some questions are for later phases alone."""
    earlier = applications.submitted(rounds.closed_round(), lead, phase=3)
    first = applications.draft(rounds.open_round(), lead, phase=1)
    asked = {q.key for q in questions_of(first.round).of_phase(1)}
    there = answers(earlier)
    later = [
        q.short
        for q in questions_of(earlier.round)
        if q.key in there and q.key not in asked and not (q.types or q.of_kind.promise)
    ]
    review = read(client.sign_in(lead), first, earlier)
    assert later
    assert all(one in review.text.partition("so not taken over")[2] for one in later)


def test_an_application_without_answers_says_so(
    client: CheckedClient, draft: Application, lead: User
) -> None:
    empty = applications.draft(rounds.open_round(reference="EMPTY"), lead)
    client.sign_in(lead)
    page = read(client, draft, empty)
    assert "No answer in it is to a question that is asked here too" in page.text
    alone = applications.draft(rounds.open_round(reference="ALONE"))
    assert "no other application" in client.sign_in(alone.lead).get(at(alone)).text
