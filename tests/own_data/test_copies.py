"""Somebody asks for a copy of their data: it is made by the worker, is theirs alone, and has
nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import answering
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.own_data.jobs import make_copies, sweep_own_data
from award.own_data.models import DataCopy
from tests.build import applications, assessment, complaints, decisions, documents, rounds, team
from tests.build import files as uploads
from tests.build.accounts import account_of, actor_of, user
from tests.client import CheckedClient


@pytest.fixture
def lead(app: Flask) -> User:
    return user("Ada Leader", "ada@leader.example", roles=())


def fetched(client: CheckedClient, person: User) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """Ask, let the worker make it, and fetch it from the page."""
    client.sign_in(person)
    page = client.get("/account/data")
    client.post("/account/data", page.form_values())
    assert "being made" in client.get("/account/data").text
    make_copies()
    client.sign_in(person)
    token = db.session.scalars(select(DataCopy.token).order_by(DataCopy.id.desc())).first()
    assert f"/account/data/copies/{token}" in client.get("/account/data").html
    answer = client.browser.get(f"/account/data/copies/{token}")
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.get_data()))
    return archive, json.loads(archive.read("data.json"))


def test_it_has_what_is_theirs_and_nothing_of_anybody_else(
    client: CheckedClient, lead: User
) -> None:
    round_ = rounds.closed_round()
    gantt = documents.pdf("Weeks one to nine")
    sent = applications.submitted(
        round_, lead, title="Warm kitchens", files={"gantt": ("plan.pdf", gantt)}
    )
    applications.draft(lead=lead)
    uploads.look()
    applications.submitted(round_, user("Bo Other", roles=()), title="Cold cellars")
    assessor = assessment.assessor("Nia Assessor")
    assessment.scored(sent, (9, 8, 7), assessor)
    complaints.complaint(name="Ada", email=lead.email, what="The page was slow")
    complaints.complaint(name="Zed", email="zed@example.org", what="Another was slow")
    archive, data = fetched(client, lead)
    text = json.dumps(data, ensure_ascii=False)
    page = archive.read("data.html").decode()
    for words in ("Ada Leader", "ada@leader.example", "Warm kitchens", "The page was slow"):
        assert words in text and words in page
    theirs = archive.read(f"applications/{sent.reference}.html").decode()
    assert f'href="applications/{sent.reference}.html"' in page and "Contents" in page
    for code in ("social_care_provider", "+00:00", "org_type", "Cold cellars"):
        assert code not in page and code not in theirs
    assert "London time" in page and "Warm kitchens" in theirs
    for words in ("Cold cellars", "Nia Assessor", "Another was slow", "Because"):
        assert words not in text and words not in page
    assert lead.password not in (text, page) and lead.fs_uniquifier not in text
    (name,) = [one for one in archive.namelist() if one.startswith("files/")]
    assert name.endswith("plan.pdf") and archive.read(name) == gantt
    letters = select(OutboxMessage.recipient).where(
        OutboxMessage.notice == "user_account.data_ready"
    )
    assert db.session.scalars(letters).all() == [lead.email]


def test_scores_are_not_in_it_before_they_are_told(client: CheckedClient, lead: User) -> None:
    sent = applications.submitted(rounds.closed_round(), lead)
    assessment.assessed(sent)
    decisions.staged(sent, note="What only staff may read")
    _, data = fetched(client, lead)
    text = json.dumps(data)
    assert "What only staff may read" not in text
    assert data["Your applications"][0]["State"] == "Being assessed"


def test_an_assessor_gets_their_own_words(client: CheckedClient, lead: User) -> None:
    sent = applications.submitted(rounds.closed_round(), lead)
    first, second = assessment.assessor("First Person"), assessment.assessor("Second Person")
    assessment.scored(sent, (9, 8, 7), first)
    assessment.scored(sent, (2, 3, 4), second)
    _, data = fetched(client, first)
    (mine,) = data["Your assessments"]
    assert mine["On the criteria of"] == "the round"
    assert [one["Score"] for one in mine["Scores"]] == [9, 8, 7]
    assert "Ada Leader" not in json.dumps(data["Your assessments"])


def test_nobody_else_can_fetch_it_and_it_ends(client: CheckedClient, lead: User) -> None:
    fetched(client, lead)
    token = db.session.scalars(select(DataCopy.token)).one()
    address = f"/account/data/copies/{token}"
    client.sign_in(user(roles=(Role.STAFF, Role.ADMIN)))
    client.get(address, status=404)
    client.sign_in(None)
    assert client.get(address, status=302).location.startswith("/sign-in")
    with clock.at(clock.now() + timedelta(hours=24)):
        client.sign_in(lead)
        client.get(address, status=404)
        assert "Download the copy" not in client.get("/account/data").text
        sweep_own_data()
    assert db.session.scalars(select(DataCopy)).all() == []


def test_three_a_day(client: CheckedClient, lead: User) -> None:
    client.sign_in(lead)
    for _ in range(3):
        client.post("/account/data", {})
    page = client.post("/account/data", {}, status=200)
    assert page.errors == ["You asked for 3 copies in the last day. Try again tomorrow"]
    assert actor_of(lead).user_id == lead.id


def written_by_two(lead: User) -> tuple[Application, User]:
    """A draft in which its lead and a colleague wrote an answer each."""
    draft = applications.draft(lead=lead, answers={"problem": "Written by Ada"})
    editor = team.collaborator(draft, CollaboratorRole.EDITOR)
    db.session.expire_all()
    theirs = own_application(actor_of(account_of(editor.id)), draft.reference)
    assert theirs is not None
    with transaction():
        answering.save_answers(
            theirs, {"project": "Written by Bea"}, base_versions={},
            actor=actor_of(account_of(editor.id)),
        )  # fmt: skip
    return draft, account_of(editor.id)


def test_a_lead_has_all_of_the_draft_whoever_wrote_it(client: CheckedClient, lead: User) -> None:
    """And the page says so."""
    draft, _ = written_by_two(lead)
    archive, data = fetched(client, lead)
    assert "also what colleagues wrote" in client.get("/account/data").text
    page = archive.read(f"applications/{draft.reference}.html").decode()
    for words in ("Written by Ada", "Written by Bea"):
        assert words in json.dumps(data) and words in page


def test_a_colleague_has_what_stands_in_their_own_words(client: CheckedClient, lead: User) -> None:
    _, editor = written_by_two(lead)
    archive, data = fetched(client, editor)
    assert "what you wrote there" in client.get("/account/data").text
    for text in (json.dumps(data), archive.read("data.html").decode()):
        assert "Written by Bea" in text and "Written by Ada" not in text
