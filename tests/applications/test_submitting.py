"""Submitting once and for good, the deadline, withdrawing."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application, Submission
from award.applications.queries import drafts
from award.applications.queries.applications import (
    latest_submission,
    own_application,
    submission_view,
)
from award.applications.queries.timeline import timeline
from award.applications.rules.answers import Limits, problems
from award.applications.services import answering, drafting, submitting
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Actor
from award.foundation.workflow import fire
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import parse
from tests.build import accounts, applications, rounds


def lead_of(application: Application) -> Actor:
    return Actor(application.lead_id, "Ada Lead")


def submit(application: Application, **options: Any) -> Submission:
    with transaction():
        return submitting.submit(
            application,
            actor=options.get("actor") or lead_of(application),
            received_at=options.get("received_at") or clock.now(),
        )


def count(kind: type[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def test_a_submission_freezes_what_was_asked(app: Flask) -> None:
    application = applications.complete(
        answers={"people_helped": "yes"}, title="Listening for falls"
    )
    with transaction():
        answering.save_answers(
            application,
            {"people_helped": "no"},
            actor=lead_of(application),
            base_versions={"people_helped": 1},
        )
    submission = submit(application)
    content = submission.content
    assert sorted(content) == sorted(
        "reference round phase organisation lead eligibility question_set answers "
        "submitted_at".split()
    )
    assert content["answers"]["project_title"] == "Listening for falls"
    assert "how_people_helped" not in content["answers"]
    assert content["question_set"]["id"] == application.round.question_set_id
    assert content["organisation"]["name"] == "Brightwater Care"
    assert (application.state, application.submitted_at) == ("submitted", submission.received_at)
    assert submission.number == 1


def test_the_fingerprint_is_that_of_the_stored_content(app: Flask) -> None:
    application = applications.submitted(answers={"problem": "Café “nights” — £5"})
    db.session.expire_all()
    submission = latest_submission(application.id)
    assert submission is not None
    canonical = json.dumps(
        submission.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert submission.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


def test_a_second_press_gives_the_same_submission_and_no_second_email(app: Flask) -> None:
    application = applications.complete()
    first = submit(application)
    second = submit(application)
    assert (first.id, count(Submission)) == (second.id, 1)
    message = db.session.scalars(sa.select(OutboxMessage)).one()
    assert message.recipient == application.lead.email
    assert application.reference in message.subject
    assert first.sha256 in message.body


def test_the_deadline_is_judged_by_when_the_request_came(app: Flask) -> None:
    application = applications.complete()
    closes_at, actor = application.round.closes_at, lead_of(application)
    with clock.at(closes_at + timedelta(seconds=5)):
        with pytest.raises(Refused, match="round has closed"):
            submit(application, received_at=closes_at)
        assert (application.state, latest_submission(application.id)) == ("draft", None)
        in_time = closes_at - timedelta(seconds=1)
        submission = submit(application, actor=actor, received_at=in_time)
    assert submission.received_at == in_time


@pytest.mark.parametrize(
    ("answers", "phase", "words"),
    [
        ({"amount_requested": 150_001}, 1, "The most you can ask for in Phase 1 is £150,000"),
        ({"duration_months": 13}, 1, "Projects in Phase 1 last 6 to 12 months"),
        ({"duration_months": 5}, 1, "Projects in Phase 1 last 6 to 12 months"),
        ({"problem": None}, 1, "Write an answer"),
        ({"agree": None}, 2, "Tick the box to agree"),
    ],
)
def test_what_stands_in_the_way(
    app: Flask, answers: dict[str, Any], phase: int, words: str
) -> None:
    application = applications.complete(answers=answers, phase=phase)
    problems = drafts.draft_of(application).progress.problems
    assert problems == {next(iter(answers)): [words]}
    with pytest.raises(Refused, match=r"1 (answer needs your attention|question left to answer)"):
        submit(application)
    assert application.state == "draft"


def test_organisation_and_eligibility_are_needed(app: Flask) -> None:
    lead = accounts.user(roles=())
    round_ = rounds.open_round()
    with transaction():
        bare = drafting.start_application(round_, 2, actor=accounts.actor_of(lead))
    found = own_application(accounts.actor_of(lead), bare.reference)
    assert found is not None
    steps = [obstacle.step for obstacle in drafts.draft_of(found).obstacles]
    assert steps == ["eligibility", "organisation", "questions"]


def test_the_organisations_record_outweighs_what_the_check_was_told(app: Flask) -> None:
    lead = accounts.user(roles=())
    large = accounts.organisation(lead, org_type="large_company")
    application = applications.complete(lead=lead, organisation=large, phase=2)
    (obstacle,) = drafts.draft_of(application).obstacles
    assert obstacle.step == "record"
    assert obstacle.text.startswith("The record of Brightwater Care: Large companies can lead")


def test_an_open_conflict_stands_in_the_way(app: Flask) -> None:
    application = applications.complete()
    with transaction():
        answering.save_answers(
            application, {"problem": "Other"}, actor=lead_of(application), base_versions={}
        )
    with pytest.raises(Refused, match="two versions"):
        submit(application)


@pytest.mark.parametrize("who", ["stranger", "staff"])
def test_nobody_else_submits(app: Flask, who: str) -> None:
    application = applications.complete()
    other = accounts.user(roles=()) if who == "stranger" else accounts.user()
    with pytest.raises(Refused):
        submit(application, actor=accounts.actor_of(other))
    assert application.state == "draft"


def test_a_round_must_be_open_and_take_the_phase(app: Flask) -> None:
    actor = accounts.actor_of(accounts.user(roles=()))
    for round_ in (rounds.closed_round(), rounds.announced_round()):
        with pytest.raises(Refused, match="not open"), transaction():
            drafting.start_application(round_, 1, actor=actor)
    with pytest.raises(Refused, match="Phases 1, 2 and 3"), transaction():
        drafting.start_application(rounds.open_round(), 4, actor=actor)
    with pytest.raises(Refused, match="eligibility"), transaction():
        drafting.start_application(
            rounds.open_round(),
            2,
            actor=actor,
            eligibility=applications.eligibility(2, social_care="no"),
        )


def test_reading_hides_who_applies_where_asked(app: Flask) -> None:
    application = applications.submitted(answers={"team": "Ada Example of Brightwater"})
    submission = latest_submission(application.id)
    assert submission is not None
    questions = question_set(submission.content["question_set"]["id"])
    plain = submission_view(submission, questions)
    masked = submission_view(submission, questions, hide_identifying=True)
    keys = [item.question.key for view in plain for item in view.answers]
    assert "team" in keys
    assert [item.question.key for view in masked for item in view.answers] == [
        key for key in keys if key not in ("team", "ods_code")
    ]
    assert "Brightwater" not in str([item.shown for view in masked for item in view.answers])


def test_withdrawing(app: Flask) -> None:
    application = applications.submitted()
    actor = lead_of(application)
    with transaction():
        submitting.withdraw(application, actor=actor, reason=" We lost our site. ")
    assert application.state == "withdrawn"
    assert application.withdrawn_at is not None
    steps = timeline(application.id)
    assert [(step.says, step.reason) for step in steps] == [
        ("You submitted the application", None),
        ("You withdrew the application", "We lost our site."),
    ]
    with pytest.raises(Refused), transaction():
        submitting.withdraw(application, actor=actor)
    subjects = db.session.scalars(sa.select(OutboxMessage.notice).order_by(OutboxMessage.id))
    assert list(subjects) == ["application.submitted", "application.withdrawn"]


def test_nobody_withdraws_after_the_decision(app: Flask) -> None:
    application = applications.submitted()
    with transaction():
        fire(application, "reject", actor=accounts.actor_of(accounts.user()))
    with pytest.raises(Refused), transaction():
        submitting.withdraw(application, actor=lead_of(application))


def test_the_timeline_tells_nothing_of_how_assessors_get_on(app: Flask) -> None:
    application = applications.submitted()
    with transaction():
        for action in ("begin_assessment", "finish_assessment", "resume_assessment"):
            fire(application, action, actor=SYSTEM)
    assert [step.says for step in timeline(application.id)] == [
        "You submitted the application",
        "We sent the application to assessors",
    ]
    with transaction():
        fire(application, "award", actor=accounts.actor_of(accounts.user()))
    assert timeline(application.id)[-1].says == "Your application was successful"


def test_money_and_dates_that_cannot_be(app: Flask) -> None:
    data = {
        "key": "money", "version": 1, "title": "Money",
        "sections": [{"key": "money", "title": "Money", "questions": [
            {"key": "a", "kind": "money", "label": "A", "short": "A", "means": "amount_requested"},
            {"key": "b", "kind": "money", "label": "B", "short": "B", "means": "total_cost"},
            {"key": "c", "kind": "date", "label": "C", "short": "C", "means": "start_on"},
        ]}],
    }  # fmt: skip
    questions = parse(data)
    limits = Limits(None, 1, 36, date(2026, 11, 23))
    good = {"a": 500, "b": 500, "c": "2026-12-01"}
    assert problems(questions, good, 1, limits) == {}
    assert problems(questions, {**good, "a": 501, "c": "2026-11-23"}, 1, limits) == {
        "a": ["You ask for £501, but say that everything costs £500"],
        "c": [
            "Applications are assessed until 23 November 2026, so the project must start later "
            "than that"
        ],
    }
    assert list(problems(questions, {"a": 501, "c": "2026-12-01"}, 1, limits)) == ["b"]
    assert problems(questions, {**good, "c": "2026-12-15"}, 1, limits) == {
        "c": ["The project must start on the first day of a month"]
    }
    assert problems(questions, {**good, "c": "2028-11-01"}, 1, limits) == {}
    assert problems(questions, {**good, "c": "2099-01-01"}, 1, limits) == {
        "c": ["The project must start on or before 1 November 2028"]
    }
