"""Assigning more than a request does by itself."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.accounts.services.people import suspend
from award.applications.models import Application
from award.applications.services.submitting import withdraw
from award.assessment import jobs
from award.assessment.models.assignments import Assignment
from award.foundation import audit, checks, work
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Actor, Role
from award.foundation.work import Job, JobState
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

NUMBER = work.AT_ONCE + 60


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def letters() -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == "assignment.assigned")
    return list(db.session.scalars(query))


def assigned(person_id: int) -> int:
    query = sa.select(sa.func.count()).where(Assignment.assessor_id == person_id)
    return db.session.scalar(query) or 0


def latest() -> Job:
    return db.session.scalars(
        sa.select(Job).order_by(Job.id.desc()).limit(1).execution_options(populate_existing=True)
    ).one()


def asked(client: CheckedClient, round_reference: str, person_id: int) -> Any:
    """The page that asks, by way of the list."""
    path = f"/manage/rounds/{round_reference}/applications"
    page = client.get(path, budget=13)
    assert f"Continue with all {NUMBER} applications" in page.buttons()
    keep_rows()
    return client.follow(client.post(path, {"assessor": str(person_id), "all": "1"}), budget=13)


def test_all_of_a_list_are_assigned_by_a_job_in_one_email(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    bids = many.submitted(round_, NUMBER)
    person, reference = build.assessor("Noor Example"), round_.reference
    build.assigned(bids[5], person, staff=staff)
    who, left = person.id, bids[-1].id
    page = asked(client.sign_in(staff), reference, who)
    assert page.h1 == f"Ask Noor Example to assess {NUMBER - 1} applications"
    assert "Assign and send 1 email" in page.buttons()
    assert "Noor Example has this application already" in page.text
    path = f"/manage/rounds/{reference}/applications/assign"
    first = client.post(path, page.form_values())
    again = client.post(path, page.form_values())
    assert first.location == again.location
    assert assigned(who) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1
    with transaction():
        gone = db.session.get_one(Application, left)
        withdraw(gone, actor=Actor(gone.lead_id, "Ada Lead"))
    work.run_jobs()
    job = latest()
    assert (job.state, job.done) == (JobState.DONE, NUMBER - 1)
    assert assigned(who) == NUMBER - 1
    assert len(letters()) == 2
    assert letters()[-1].body.count("AIA-") >= NUMBER - 2
    page = client.get(f"/manage/jobs/{job.reference}")
    assert f"{NUMBER - 2} assessments are assigned, and 1 assessor is told, each in" in page.text
    assert "Not assigned: " in page.text and "Noor" not in page.text
    assert "Go to the applications of the round" in page.links()
    faults = [*checks.states(), *checks.moves()]
    assert [line for line in faults if not line.startswith("application")] == []


def test_stopped_half_way_the_assessor_is_told_of_what_there_is(
    staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STEP", 100)
    round_ = rounds.open_round()
    many.submitted(round_, NUMBER)
    person, actor = build.assessor("Noor Example"), actor_of(staff)
    who = person.id
    page = asked(client.sign_in(staff), round_.reference, who)
    client.post(f"/manage/rounds/{round_.reference}/applications/assign", page.form_values())
    step = jobs.asking_many.ask_some

    def stopping(*args: Any, **kwargs: Any) -> Any:
        work.ask_to_cancel(latest(), actor=actor)
        return step(*args, **kwargs)

    monkeypatch.setattr(jobs.asking_many, "ask_some", stopping)
    work.run_jobs()
    job = latest()
    assert (job.state, job.done, assigned(who)) == (JobState.CANCELLED, 100, 100)
    assert len(letters()) == 1
    page = client.get(f"/manage/jobs/{job.reference}")
    assert f"You stopped it after 100 of {NUMBER}." in page.text
    assert "100 assessments are assigned, and 1 assessor is told, each in" in page.text


def test_what_has_changed_since_the_page_is_shown_again(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    bids = many.submitted(round_, NUMBER)
    person = build.assessor("Noor Example")
    page = asked(client.sign_in(staff), round_.reference, person.id)
    build.assigned(bids[0], person, staff=staff)
    path = f"/manage/rounds/{round_.reference}/applications/assign"
    page = client.post(path, page.form_values(), status=200)
    named = f"{bids[0].reference}, Noor Example"
    assert f"This has changed since you opened the page: {named}." in page.errors[0]
    assert "What has changed since you opened the page" in page.text and named in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_an_email_is_claimed_only_where_one_went(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    many.submitted(round_, NUMBER)
    person = build.assessor("Noor Example")
    who, email = person.id, person.email
    page = asked(client.sign_in(staff), round_.reference, who)
    client.post(f"/manage/rounds/{round_.reference}/applications/assign", page.form_values())
    step = work.running._step

    def suspending(job: Job, actor: Actor | None) -> bool:
        account = user_by_email(email)
        if account is not None and account.active:
            suspend(account, actor=SYSTEM)
        return step(job, actor)

    work.running._step = suspending
    try:
        work.run_jobs()
    finally:
        work.running._step = step
    page = client.get(f"/manage/jobs/{latest().reference}")
    assert letters() == []
    assert "0 assessments are assigned." in page.text
    assert "The assessor can’t be asked to assess any more" in page.text


def test_who_comes_to_have_a_tie_reads_no_more_of_what_counts_it(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    bids = many.submitted(round_, NUMBER)
    person = build.assessor("Noor Example")
    build.assigned(bids[0], person, staff=staff)
    page = asked(client.sign_in(staff), round_.reference, person.id)
    client.post(f"/manage/rounds/{round_.reference}/applications/assign", page.form_values())
    path = f"/manage/jobs/{latest().reference}"
    client.get(path, budget=13)
    with transaction():
        db.session.get_one(Application, bids[0].id).lead_id = staff.id
        audit.record(SYSTEM, "application.hand_over", bids[0])
    client.get(path, status=404)
    assert latest().reference not in client.get("/manage/jobs", budget=6).html
