"""Saving, submitting, and a summary that always says what the rows say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from award.applications.models import Application
from award.assessment.checks import summaries
from award.assessment.models.assignments import Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries import sheets
from award.assessment.rules.sheet import ScoreValue, SheetValues, marks
from award.assessment.services import assigning, declaring, scoring
from award.foundation.db import db
from award.foundation.errors import Refused, StaleVersion
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of


@pytest.fixture
def application(app):
    return applications.submitted()


def save(assignment, person, values, base=None):
    base = marks(stored(assignment)) if base is None else base
    sheet = scoring.save_sheet(assignment, values, base, actor=actor_of(person))
    db.session.commit()
    return sheet


def stored(assignment):
    return sheets.sheet_values(sheets.sheet_of(assignment.id))


def test_a_draft_may_be_partial_and_too_long(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    values = SheetValues(
        scores={"people": ScoreValue(4, "word " * 300)}, comments_for_applicant="word " * 900
    )
    save(assignment, person, values)
    assert stored(assignment) == values


@pytest.mark.parametrize("score", [0, 11, -3, True])
def test_a_score_out_of_range_is_refused(application, score):
    person = build.assessor()
    assignment = build.declared(application, person)
    with pytest.raises(Refused) as refusal:
        save(assignment, person, SheetValues(scores={"people": ScoreValue(score)}))
    db.session.rollback()
    assert refusal.value.field == "score_people"
    assert stored(assignment) == SheetValues()


def test_a_criterion_of_another_round_is_refused(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    with pytest.raises(Refused):
        save(assignment, person, SheetValues(scores={"nonsense": ScoreValue(3)}))


def test_a_stale_save_overwrites_nothing(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    first = SheetValues(scores={"people": ScoreValue(4, "First")})
    save(assignment, person, first, {})
    with pytest.raises(StaleVersion):
        save(assignment, person, SheetValues(scores={"people": ScoreValue(9, "Late")}), {})
    db.session.rollback()
    assert stored(assignment) == first


def test_a_change_in_one_score_is_a_new_version(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    first = save(assignment, person, SheetValues(scores={"people": ScoreValue(4)})).version
    second = save(assignment, person, SheetValues(scores={"people": ScoreValue(5)})).version
    assert second == first + 1


def test_saving_the_same_words_again_changes_nothing_and_is_never_stale(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    values = SheetValues(comments_for_applicant="Thank you.")
    saved = save(assignment, person, values, {}).version
    assert save(assignment, person, values, {}).version == saved


def test_nobody_saves_anothers_sheet(application):
    assignment = build.declared(application)
    for stranger in (build.assessor(), accounts.user(roles=(Role.STAFF,))):
        with pytest.raises(Refused):
            save(assignment, stranger, SheetValues())


def test_an_incomplete_sheet_cannot_be_submitted(application):
    person = build.assessor()
    assignment = build.declared(application, person)
    complete = build.sheet_values(application, [8, 7, 6])
    save(assignment, person, replace(complete, recommend=None))
    with pytest.raises(Refused, match="not complete"):
        scoring.submit_sheet(assignment, actor=actor_of(person))


def test_a_submitted_sheet_is_read_only_and_keeps_its_unrounded_total(application):
    person = build.assessor()
    assignment = build.scored(application, [7, 7, 8], person)
    sheet = db.session.scalar(db.select(Sheet).where(Sheet.assignment_id == assignment.id))
    assert sheet.weighted_pct == 72.0
    with pytest.raises(Refused):
        save(assignment, person, SheetValues())


def right(application):
    """The summary is what the rows come to; and that summary."""
    assert list(summaries()) == []
    return db.session.get(ScoreSummary, application.id, populate_existing=True)


def state(application):
    return db.session.get(Application, application.id, populate_existing=True).state


def test_the_summary_follows_every_change(application):
    staff = accounts.user("Sam", roles=(Role.STAFF,))
    people = [build.assessor(f"Assessor {n}") for n in range(3)]
    one, two, three = (build.declared(application, p, staff=staff) for p in people)
    summary = right(application)
    assert (summary.assigned, summary.submitted, summary.mean_pct) == (3, 0, None)

    build.submit(one, people[0], build.sheet_values(application, [8, 7, 6]))
    summary = right(application)
    assert (summary.submitted, summary.mean_pct, summary.sd_pct) == (1, 73.0, None)

    build.submit(two, people[1], build.sheet_values(application, [7, 8, 8], recommend=False))
    summary = right(application)
    assert (summary.submitted, summary.mean_pct) == (2, (73.0 + 75.0) / 2)
    assert (summary.recommend_yes, summary.in_scope_yes) == (1, 2)
    assert summary.criterion_means == {"problem": 7.5, "people": 7.5, "value": 7.0}
    assert state(application) == "in_assessment"

    declaring.decline(three, "not_my_expertise", actor=actor_of(people[2]))
    db.session.commit()
    summary = right(application)
    assert (summary.assigned, summary.submitted, summary.conflicted) == (2, 2, 0)
    assert state(application) == "assessed"

    assigning.return_sheet(two, actor=actor_of(staff), reason="Please say more.")
    db.session.commit()
    summary = right(application)
    assert (summary.assigned, summary.submitted, summary.mean_pct) == (2, 1, 73.0)
    assert state(application) == "in_assessment"
    assert "Please say more." in db.session.scalar(
        db.select(OutboxMessage.body).where(
            OutboxMessage.notice == "assignment.returned",
            OutboxMessage.recipient == people[1].email,
        )
    )

    build.submit(two, people[1], build.sheet_values(application, [5, 5, 5]))
    assert right(application).mean_pct == (73.0 + 50.0) / 2
    assert state(application) == "assessed"

    declaring.declare_conflict(one, "family", "My cousin.", actor=actor_of(people[0]))
    db.session.commit()
    summary = right(application)
    assert (summary.assigned, summary.submitted, summary.conflicted) == (1, 1, 1)
    assert summary.mean_pct == 50.0
    assert one.state == "voided"
    assert sheets.sheet_of(one.id).weighted_pct == 73.0
    assert state(application) == "in_assessment"


def test_means_of_thirds_are_kept_unrounded(app):
    application = applications.submitted(rounds.open_round(min_assessments=3))
    build.assessed(application, scores=[[7, 7, 7], [8, 8, 8], [8, 8, 8]])
    assert right(application).mean_pct == pytest.approx(230 / 3, abs=1e-12)
    assert state(application) == "assessed"


def test_a_late_assignment_resumes_assessment(application):
    build.assessed(application)
    assert state(application) == "assessed"
    build.assigned(application)
    assert state(application) == "in_assessment"
    assert right(application).assigned == 3


def test_a_conflict_is_told_to_staff_without_detail_to_anyone_else(application):
    staff = accounts.user("Sam", roles=(Role.STAFF,))
    person = build.assessor("Noor Example")
    assignment = build.declared(application, person, staff=staff)
    declaring.declare_conflict(assignment, "financial", "SHARES-9", actor=actor_of(person))
    db.session.commit()
    sent = db.session.scalars(
        db.select(OutboxMessage).where(OutboxMessage.notice == "assignment.conflict_declared")
    ).all()
    assert [message.recipient for message in sent] == [staff.email]
    assert "Financial" in sent[0].body


@pytest.mark.parametrize("begun", [True, False])
def test_staff_are_told_who_declines_and_why(application, begun):
    staff = accounts.user("Sam", roles=(Role.STAFF,))
    both = accounts.user("Kim Example", roles=(Role.STAFF,))
    person = build.assessor("Noor Example")
    assignment = (build.declared if begun else build.assigned)(application, person, staff=staff)
    declaring.decline(assignment, "too_many", actor=actor_of(person))
    db.session.commit()
    sent = db.session.scalars(
        db.select(OutboxMessage).where(OutboxMessage.notice == "assignment.declined")
    ).all()
    assert {message.recipient for message in sent} == {staff.email, both.email}
    assert sent[0].subject == f"Noor Example can't assess {application.reference}"
    assert "Their reason: I have too many assessments" in sent[0].body


def test_an_assessor_gets_a_receipt_without_scores(application):
    person = build.assessor("Noor Example")
    build.scored(application, [9, 9, 9], person, justification="NOT-IN-EMAIL")
    sent = db.session.scalars(
        db.select(OutboxMessage).where(OutboxMessage.notice == "assignment.submitted")
    ).all()
    assert [message.recipient for message in sent] == [person.email]
    assert sent[0].subject == f"Your scores for {application.reference} are submitted"
    assert f"/assess/{application.reference}" in sent[0].body
    assert "NOT-IN-EMAIL" not in sent[0].body
    assert "90.0" not in sent[0].body
