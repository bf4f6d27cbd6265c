"""What becomes of unfinished sheets when the application is decided or withdrawn."""

from __future__ import annotations

import pytest

from award.accounts.queries.people import user_by_email
from award.accounts.services.people import suspend
from award.applications.queries.applications import application_for_update
from award.applications.services import submitting
from award.assessment.queries import scores
from award.assessment.queries.staff import application_for_staff, assignments_on, statistics_of
from award.assessment.services import closing, declaring, scoring
from award.foundation import workflow
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of


def letters(notice="assignment.closed"):
    query = db.select(OutboxMessage).where(OutboxMessage.notice == notice)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def drafted(application, person, words="MY-OWN-DRAFT"):
    assignment = build.declared(application, person)
    values = build.sheet_values(application, [9, 9, 9], justification=words)
    scoring.save_sheet(assignment, values, {}, actor=actor_of(person))
    db.session.commit()
    return assignment


def test_a_decision_closes_what_is_unfinished_and_keeps_what_is_in(app):
    application = applications.submitted(title="Hearing alarms")
    waiting, drafting, done = (build.assessor(name) for name in ("Wil", "Dot", "Dan"))
    first = build.assigned(application, waiting)
    second = drafted(application, drafting)
    third = build.scored(application, [8, 7, 6], done)
    build.decided(application)
    assert [row.state for row in (first, second, third)] == ["closed", "closed", "submitted"]
    summary = scores.summary_of(application.id)
    assert (summary.assigned, summary.submitted) == (1, 1)
    found = there(application_for_staff(SYSTEM, application.reference), "it")
    statistics = statistics_of(found, assignments_on(found))
    assert summary.mean_pct == statistics.mean_pct == 73.0
    assert sorted(letter.recipient for letter in letters()) == sorted(
        [waiting.email, drafting.email]
    )
    body = letters()[0].body
    assert "The decision on this application" in body
    assert "You do not need to score it. What you wrote is kept" in body
    assert f"{application.reference}: Hearing alarms" in body
    assert closing.close_unfinished(application, actor=SYSTEM) == 0


def test_nothing_is_closed_while_it_can_still_be_assessed(app):
    application = applications.submitted()
    build.assigned(application)
    with pytest.raises(Refused):
        closing.close_unfinished(application, actor=SYSTEM)


def test_assessors_and_applicants_cannot_close(app):
    lead, person = accounts.user(roles=()), build.assessor()
    application = applications.submitted(lead=lead)
    assignment = build.assigned(application, person)
    for actor in (actor_of(person), actor_of(lead)):
        with pytest.raises(Refused):
            workflow.fire(assignment, "close", actor=actor)


def test_one_email_for_all_that_are_closed_together(app):
    round_ = rounds.open_round()
    bids = [applications.submitted(round_, title=f"Bid {number}") for number in (1, 2)]
    person, gone = build.assessor("Noor"), build.assessor("Gil")
    for bid in bids:
        build.assigned(bid, person)
        build.assigned(bid, gone)
    suspend(user_by_email(gone.email), actor=SYSTEM)
    staff = actor_of(accounts.user(roles=(Role.STAFF,)))
    for bid in bids:
        workflow.fire(application_for_update(bid.id), "reject", actor=staff)
    assert closing.close_unfinished(*bids, actor=staff) == 4
    (letter,) = letters()
    assert letter.recipient == person.email
    assert "2 applications" in letter.subject
    assert all(f"{bid.reference}: {bid.title}" in letter.body for bid in bids)


def test_those_with_a_conflict_hear_nothing_of_it_again(app):
    application = applications.submitted()
    person = build.assessor()
    assignment = build.assigned(application, person)
    declaring.declare_conflict(assignment, "family", actor=actor_of(person))
    db.session.commit()
    build.decided(application)
    assert assignment.state == "conflicted"
    assert letters() == []


def test_withdrawing_closes_too_and_the_assessor_is_told(app, client):
    lead, person = accounts.user(roles=()), build.assessor()
    application = applications.submitted(lead=lead)
    assignment = drafted(application, person)
    submitting.withdraw(application, actor=actor_of(lead), reason="SECRET-REASON")
    db.session.commit()
    assert assignment.state == "closed"
    (letter,) = letters()
    assert "The applicant has withdrawn this application" in letter.body
    assert "SECRET-REASON" not in letter.body
    client.sign_in(person).get(f"/assess/{application.reference}", status=404)


def test_the_author_still_reads_the_sheet_and_changes_nothing(app, client):
    application = applications.submitted()
    person = build.assessor()
    drafted(application, person)
    client.sign_in(person)
    here = f"/assess/{application.reference}"
    values = client.get(here).form_values()
    build.decided(application)
    page = client.get("/assess")
    assert "Closed: 1" in page.text
    assert "left, due" not in page.text
    page = client.get(here)
    assert "MY-OWN-DRAFT" in page.text
    assert "An example answer" not in page.text
    assert page.buttons() == client.get("/assess").buttons()
    late = client.post(here, values, status=409)
    assert "was not saved" in late.text
    assert "MY-OWN-DRAFT" in late.text
    for page in ("submit", "conflict", "declare"):
        assert client.get(f"{here}/{page}", status=302).location.startswith(here)


def test_one_who_never_declared_finds_a_sentence(app, client):
    application = applications.submitted()
    person = build.assessor()
    build.assigned(application, person)
    build.decided(application)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "you do not need to score it" in page.text
    assert "What you wrote" not in page.text
    assert "Brightwater" not in page.html


def test_a_closed_sheet_is_nobody_elses(app, client):
    application = applications.submitted()
    drafted(application, build.assessor())
    build.decided(application)
    client.sign_in(accounts.user(roles=(Role.STAFF,)))
    page = client.get(f"/manage/applications/{application.reference}")
    assert "Closed: no longer needed" in page.text
    assert "MY-OWN-DRAFT" not in page.html
    client.sign_in(build.assessor()).get(f"/assess/{application.reference}", status=404)


def test_one_that_never_opened_is_taken_back_in_words_that_fit(app):
    """Nobody could read it or write about it, and its title could still change."""
    lead, person = accounts.user(roles=()), build.assessor()
    round_ = rounds.open_round(assess_from="closing", reference="UNREAD-1")
    application = applications.submitted(round_, lead, title="Not told yet")
    build.assigned(application, person)
    submitting.withdraw(application, actor=actor_of(lead), reason="SECRET-REASON")
    db.session.commit()
    (letter,) = letters()
    assert "before it opened to you" in letter.body and application.reference in letter.body
    for wrong in ("What you wrote", ", from ", "Not told yet", "SECRET-REASON"):
        assert wrong not in letter.body


def test_every_page_and_email_says_the_same_of_changing_scores(app, client):
    """They count as they are; they can be changed once answers change, or the sheet is returned."""
    application = applications.submitted()
    person = build.assessor()
    build.scored(application, [8, 7, 6], person)
    (letter,) = letters("assignment.submitted")
    other = build.assessor("Oth Er")
    half = applications.submitted()
    drafted(half, other)
    page = client.sign_in(other).get(f"/assess/{half.reference}/submit")
    for words in (letter.body, page.text):
        assert "count as they are" in words and "answers change after you have read them" in words
        assert "any more" not in words
