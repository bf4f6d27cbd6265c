"""Nobody assesses what can still change, unless the round says so: every page, email and service of
assessors says when it opens, and nothing of it is told before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own, submissions
from award.assessment.rules.sheet import SheetValues
from award.assessment.services import declaring, scoring, taking_out
from award.design.formatters import long_datetime
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import NotYet, Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.applications.test_extension import extend
from tests.applications.test_reopening import reopen, save, send
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of

SECOND = timedelta(seconds=1)
TITLE = "A kingfisher nobody may read about"
SUMMARY = "Words of a summary that can still change."


@pytest.fixture
def waiting(app: Flask) -> Round:
    return rounds.open_round(assess_from="closing", reference="WAIT-1")


@pytest.fixture
def application(waiting: Round) -> Application:
    answers = {
        "project_title": TITLE, "plain_summary": SUMMARY, "project": "We will try it in two homes.",
    }  # fmt: skip
    return applications.submitted(waiting, answers=answers)


def state_of(application: Application) -> ApplicationState:
    return db.session.get_one(Application, application.id, populate_existing=True).state


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every address below an application of an assessor's, and how it is asked."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/assess/<") and rule.endpoint.split(".")[0] in (
            "assessment", "submitted_files", "read_documents",
        ):  # fmt: skip
            found += [(rule.rule, method) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


@pytest.mark.any_database
def test_no_page_of_assessors_opens_before_closing(app, application, person, client):
    build.assigned(application, person)
    client.sign_in(person)
    asked = routes(app)
    assert len(asked) >= 9
    for rule, method in asked:
        path = rule.replace("<reference>", application.reference).replace("<kind>", "pdf")
        path = path.replace("<key>", "x" * 20).replace("<int:number>", "1")
        assert "<" not in path, f"what stands in {rule}?"
        page = (
            client.get(path, status=403)
            if method == "GET"
            else client.post(path, {"answer": "none"}, status=403)
        )
        assert "when it closes" in page.text or "before it has closed" in page.text, path
        assert f"This opens {page_time(application)}" in page.text
        assert TITLE not in page.text and SUMMARY not in page.text
    assert db.session.get_one(Assignment, 1).state == "to_declare"


def page_time(application: Application) -> str:
    return long_datetime(application.round.closes_at)


@pytest.mark.any_database
def test_who_has_nothing_to_do_with_it_is_told_nothing(app, application, client):
    client.sign_in(build.assessor("Another Assessor"))
    assert "opens" not in client.get(f"/assess/{application.reference}", status=404).text.lower()


def test_services_and_reading_refuse_it_whoever_calls_them(application, person):
    assignment = build.assigned(application, person)
    actor, closes_at = actor_of(person), application.round.closes_at
    for call in (
        lambda: declaring.declare_no_conflict(assignment, actor=actor),
        lambda: declaring.declare_conflict(assignment, "family", actor=actor),
        lambda: declaring.decline(assignment, "too_many", actor=actor),
        lambda: scoring.save_sheet(assignment, SheetValues({}), {}, actor=actor),
        lambda: scoring.submit_sheet(assignment, actor=actor),
        lambda: submissions.previews_of([loaded_late(actor, application.reference, closes_at)]),
        lambda: own.assignment_for(actor, application.reference),
    ):
        with pytest.raises(NotYet) as refusal:
            call()
        assert refusal.value.opens_at == closes_at
        db.session.rollback()
    with pytest.raises(Refused):
        taking_out.note_copy_for_assessor(assignment, "pdf", b"", actor=actor)


def loaded_late(actor, reference, closes_at):
    with clock.at(closes_at):
        found = own.assignment_for(actor, reference)
    assert found is not None
    return found


def test_it_opens_at_the_second_of_closing_and_not_before(application, person, client):
    build.assigned(application, person)
    client.sign_in(person)
    closes_at, here = application.round.closes_at, f"/assess/{application.reference}"
    with clock.at(closes_at - SECOND):
        client.get(here, status=403)
    with clock.at(closes_at):
        assert SUMMARY in client.get(here).text
        client.post(f"{here}/declare", {"answer": "none"}, status=302)
        assert "We will try it in" in client.get(here).text


def test_one_that_stays_open_for_longer_opens_when_it_closes_itself(
    waiting, application, person, client
):
    other = applications.submitted(waiting)
    staff = accounts.user("Stef Staff", roles=(Role.STAFF,))
    until = waiting.closes_at + timedelta(days=3)
    extend(application, staff, until)
    for one in (application, other):
        build.assigned(one, person)
    client.sign_in(person)
    with clock.at(waiting.closes_at):
        client.get(f"/assess/{other.reference}")
        assert TITLE not in client.get(f"/assess/{application.reference}", status=403).text
        page = client.get("/assess")
        assert TITLE not in page.text and other.title in page.text
        assert "Opens later: 1" in page.text and "To declare: 1" in page.text
    with clock.at(until - SECOND):
        client.get(f"/assess/{application.reference}", status=403)
    with clock.at(until):
        client.get(f"/assess/{application.reference}")


def test_the_worklist_says_when_and_leads_nowhere(application, person, client):
    build.assigned(application, person)
    page = client.sign_in(person).get("/assess", budget=12)
    assert TITLE not in page.text
    assert application.reference in page.text
    assert f"Opens {page_time(application)}" in page.text
    assert f"/assess/{application.reference}" not in page.html
    assert "You have 1 of 1 left" in page.text
    with clock.at(application.round.closes_at):
        assert TITLE in client.get("/assess").text


def test_what_comes_next_is_never_one_that_waits(application, person):
    open_one = applications.submitted(rounds.open_round())
    assignment = build.declared(open_one, person)
    build.assigned(application, person)
    actor = actor_of(person)
    assert own.next_reference(actor, assignment) is None
    with clock.at(application.round.closes_at):
        assert own.next_reference(actor, assignment) == application.reference


def emails(key: str) -> list[OutboxMessage]:
    return list(db.session.query(OutboxMessage).filter_by(notice=key))


def test_the_email_says_when_it_opens_and_not_what_it_is(application, person, client):
    build.assigned(application, person)
    (email,) = emails("assignment.assigned")
    assert TITLE not in email.body and TITLE not in email.subject
    assert application.reference in email.body
    assert "It opens to you when it has closed" in email.body


@pytest.mark.any_database
def test_a_round_that_says_so_is_assessed_at_once(app, person, client):
    application = applications.submitted(rounds.open_round(assess_from="submission"))
    build.assigned(application, person)
    client.sign_in(person).get(f"/assess/{application.reference}")
    assert state_of(application) == ApplicationState.IN_ASSESSMENT
    (email,) = emails("assignment.assigned")
    assert application.title in email.body


def test_who_was_assigned_before_closing_takes_nothing_from_the_applicant(application, person):
    """It can be opened and sent again, and what assessors then read is what came last."""
    build.assigned(application, person)
    assert state_of(application) == ApplicationState.SUBMITTED
    reopen(application)
    save(application, plain_summary="What came last")
    assert send(application).number == 2
    with clock.at(application.round.closes_at):
        found = own.assignment_for(actor_of(person), application.reference)
        assert found is not None
        assert "What came last" in str(submissions.previews_of([found]))
        with transaction():
            declaring.declare_no_conflict(found, actor=actor_of(person))
    assert state_of(application) == ApplicationState.IN_ASSESSMENT


@pytest.mark.any_database
def test_it_can_not_change_once_the_round_has_opened(app):
    round_ = rounds.open_round(assess_from="closing")
    with pytest.raises(Refused, match="when assessors may begin"):
        update_round(
            rounds.whole(round_.id),
            rounds.changed(rounds.whole(round_.id), assess_from="submission"),
            actor=rounds.STAFF,
            reason="We are in a hurry",
        )
