"""Answers that changed after assessors had read them: they are told once, see what changed and
nothing that they may not read, and their scores stand until they say otherwise."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import latest_submission
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.changed import changed_since_read
from award.assessment.queries.own import assignment_for
from award.assessment.services import assigning, changed, declaring, scoring
from award.foundation.audit.models import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.applications.test_change_request import ask
from tests.applications.test_reopening import save, send
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of

WAS, NOW = "They fall at night", "They fall on Saturday nights"


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def read_by(*people: User, blindness: str = "assessor_hidden") -> Application:
    round_ = rounds.closed_round(blindness=blindness)
    application = applications.submitted(round_, answers={"problem": WAS})
    for person in people:
        build.declared(application, person)
    return application


def answered(application: Application, staff: User, **answers: object) -> None:
    """Staff ask, and the lead answers."""
    ask(application, staff, *answers)
    save(application, **answers)
    send(application)


def told() -> list[str]:
    return sorted(
        one.recipient
        for one in db.session.query(OutboxMessage).filter_by(notice="assignment.answers_changed")
    )


def mine(application: Application, person: User) -> Assignment:
    key = sa.inspect(person).identity
    assert key is not None
    person = accounts.account_of(key[0])
    found = assignment_for(actor_of(person), application.reference)
    assert found is not None
    return found


def test_who_has_read_it_gets_one_email_and_sees_every_word(staff, client):
    reader, asked = build.assessor("Ash Reader"), build.assessor("Noor Asked")
    gone, conflicted = build.assessor("Gil Gone"), build.assessor("Con Flicted")
    application = read_by(reader, gone, conflicted)
    build.assigned(application, asked)
    with transaction():
        assigning.remove(mine(application, gone), actor=actor_of(staff), reason="Enough")
    with transaction():
        declaring.declare_conflict(
            mine(application, conflicted), "family", actor=actor_of(conflicted)
        )
    answered(application, staff, problem=NOW)
    assert told() == [reader.email]
    (mail,) = db.session.query(OutboxMessage).filter_by(notice="assignment.answers_changed")
    assert NOW not in mail.body and application.reference in mail.body
    client.sign_in(reader)
    here = f"/assess/{application.reference}"
    assert "Answers have changed since you read this application" in client.get(here).text
    assert "Answers changed" in client.get("/assess", budget=12).text
    page = client.get(f"{here}/changes", budget=8)
    assert "1 answer changed from submission 1" in page.text
    assert "[added: on Saturday" in page.text
    client.sign_in(conflicted).get(f"{here}/changes", status=404)
    client.sign_in(gone).get(f"{here}/changes", status=404)
    client.sign_in(asked).get(f"{here}/changes", status=403)


def test_a_sheet_is_submitted_only_by_who_has_seen_what_changed(staff, client):
    person = build.assessor()
    application = read_by(person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    answered(application, staff, problem=NOW)
    actor = actor_of(person)
    with pytest.raises(Refused, match="Look at what changed first"), transaction():
        scoring.submit_sheet(mine(application, person), actor=actor)
    person = accounts.account_of(actor.user_id or 0)
    page = client.get(f"{here}/changes")
    assert "I have read what changed" in page.buttons()
    client.post(f"{here}/changes", {**page.form_values(), "then": "stand"})
    assert "Answers have changed" not in client.get(here).text
    build.submit(mine(application, person), person, build.sheet_values(application, [7, 7, 7]))
    assert mine(application, person).state == "submitted"


def test_scores_stand_until_their_assessor_says_otherwise(staff, client):
    stays, changes = build.assessor("Ash Stays"), build.assessor("Noor Changes")
    application = read_by()
    for person in (stays, changes):
        build.scored(application, [8, 8, 8], person)
    mean = mean_of(application)
    answered(application, staff, problem=NOW)
    assert mean_of(application) == mean
    here = f"/assess/{application.reference}/changes"
    staff_page = client.sign_in(staff).get(f"/manage/applications/{application.reference}")
    assert staff_page.text.count("answers changed since") == 2
    page = client.sign_in(stays).get(here)
    assert "My scores stand" in page.buttons() and "Change my scores" in page.buttons()
    client.post(here, {**page.form_values(), "then": "stand"})
    assert mine(application, stays).state == "submitted"
    page = client.sign_in(changes).get(here)
    client.post(here, {**page.form_values(), "then": "change"})
    assert mine(application, changes).state == "to_score"
    assert summary_of(application).submitted == 1
    build.submit(mine(application, changes), changes, build.sheet_values(application, [2, 2, 2]))
    assert mean_of(application) != mean and summary_of(application).submitted == 2
    staff_page = client.sign_in(staff).get(f"/manage/applications/{application.reference}")
    assert "answers changed since" not in staff_page.text
    verbs = set(db.session.scalars(sa.select(AuditEvent.verb)))
    wanted = {"answers_changed", "read_changes", "reconsider"}
    assert {f"assignment.{one}" for one in wanted} <= verbs


def summary_of(application: Application) -> ScoreSummary:
    return db.session.get_one(ScoreSummary, application.id, populate_existing=True)


def mean_of(application: Application) -> float | None:
    return summary_of(application).mean_pct


def test_what_they_may_not_read_is_no_change_for_them(staff, client):
    """In a blind round: who the team is. Nobody is told, and nothing is flagged."""
    person = build.assessor()
    application = read_by(person, blindness="double")
    answered(application, staff, team="Zed Newcomer, Kestrel Care, project lead")
    assert told() == []
    assert mine(application, person).changed_from is None
    answered(application, staff, problem=NOW)
    assert told() == [person.email]
    page = client.sign_in(person).get(f"/assess/{application.reference}/changes")
    assert "on Saturday" in page.text
    assert "Zed Newcomer" not in page.text and "Kestrel" not in page.text


def test_several_changes_are_compared_with_what_they_read(staff):
    person = build.assessor()
    application = read_by(person)
    answered(application, staff, problem="In between")
    answered(application, staff, problem=NOW)
    number, found = changed_since_read(mine(application, person))
    assert (number, mine(application, person).changed_from) == (3, 1)
    text = "".join(piece.text for piece in found[0].words)
    assert "In between" not in text
    assert told() == [person.email] * 2
    actor = actor_of(person)
    with pytest.raises(Refused, match="once more"), transaction():
        changed.let_stand(mine(application, person), 2, actor=actor)
    with transaction():
        changed.let_stand(mine(application, person), 3, actor=actor)
    latest = latest_submission(application.id)
    assert latest is not None and latest.number == 3
    with pytest.raises(Refused), transaction():
        changed.reconsider(mine(application, person), 3, actor=actor)
