"""A short first stage, an invitation, and the second stage with what was written in the first."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.applications.services import answering, continuing, drafting, submitting
from award.applications.services.handing_over import hand_over
from award.decisions.rules.states import Outcome
from award.decisions.services import releasing, staging
from award.foundation import clock
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.rounds.models import Round
from tests.build import accounts, applications, rounds, two_stages
from tests.client import CheckedClient

WROTE = "Listening at night, in ten homes"


def next_of(application: Application) -> str:
    return f"/applications/{application.reference}/next-stage"


def made() -> int:
    query = select(func.count(Application.id)).where(Application.continues_id.is_not(None))
    return db.session.scalar(query) or 0


def test_from_the_invitation_to_the_second_draft(
    client: CheckedClient, stages: tuple[Round, Round], lead: User
) -> None:
    first, second = stages
    application = two_stages.invited(first, lead, project=WROTE, amount_requested=90_000)
    letter = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.notice == "decision.invite")
    ).one()
    assert letter.recipient == lead.email and second.title in letter.body
    client.sign_in(lead)
    mine = client.get("/applications", budget=9)
    assert "Invited to the second stage" in mine.text and "Start the second stage" in mine.text
    outcome = client.get(f"/applications/{application.reference}/outcome", budget=8)
    assert outcome.h1 == "You are invited to the second stage" and "£" not in outcome.text
    client.get(f"/applications/{application.reference}", budget=10)

    page = client.get(next_of(application), budget=8)
    assert "3 questions carried over" in page.text and "words instead of 10" in page.text
    done = client.follow(client.post(next_of(application), page.form_values()))
    assert "Your answers of the first stage are carried over" in done.text
    draft = db.session.scalars(
        select(Application).where(Application.continues_id == application.id)
    ).one()
    assert (draft.phase, draft.organisation_id) == (application.phase, application.organisation_id)
    assert (draft.title, draft.amount_requested_gbp) == (application.title, 90_000)
    stored = reads.stored_answers(draft.id)
    assert stored["project"].value == WROTE and stored["project"].version == 1
    section = client.get(f"/applications/{draft.reference}/project", budget=8)
    assert section.text.count("Carried over from your first stage") == 2

    with transaction():
        answering.save_answers(
            draft, {"project": "Another text"}, actor=accounts.actor_of(lead),
            base_versions={"project": 1},
        )  # fmt: skip
    section = client.get(f"/applications/{draft.reference}/project", budget=8)
    assert section.text.count("Carried over from your first stage") == 1
    again = client.follow(client.post(next_of(application), page.form_values()))
    assert draft.reference in again.text and made() == 1, "pressed twice, it is the same"
    assert "Go on with the second stage" in client.get("/applications").text
    for promise, check in CHECKS.all().items():
        assert (promise, [*check()]) == (promise, [])


def test_it_is_submitted_as_any_other(
    client: CheckedClient, stages: tuple[Round, Round], lead: User
) -> None:
    draft = two_stages.continued(two_stages.invited(stages[0], lead), lead)
    questions = rounds.question_set()
    from award.rounds.queries.question_sets import question_set

    limits = reads.terms_of(draft).limits
    values = applications.complete_answers(question_set(questions.id), draft.phase, limits)
    versions = {key: one.version for key, one in reads.stored_answers(draft.id).items()}
    actor = accounts.actor_of(lead)
    with transaction():
        answering.save_answers(draft, values, actor=actor, base_versions=versions)
    with transaction():
        sent = submitting.submit(draft, actor=actor, received_at=clock.now())
    assert sent.content["round"]["reference"] == stages[1].reference


@pytest.mark.parametrize("outcome", [Outcome.REJECT, Outcome.RESERVE])
def test_who_was_not_invited_is_refused(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, outcome: Outcome
) -> None:
    application = applications.submitted(stages[0], lead)
    two_stages.decided(application, outcome)
    client.sign_in(lead)
    client.get(next_of(application), status=403)
    client.post(next_of(application), {}, status=403)
    assert made() == 0
    if outcome == Outcome.REJECT:
        letter = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.notice == "decision.reject")
        ).one()
        assert (
            "not invited to the second stage" in letter.body
            and "award this time" not in letter.body
        )


def test_nobody_else_finds_it_and_the_round_takes_nobody(
    client: CheckedClient, stages: tuple[Round, Round], lead: User
) -> None:
    application = two_stages.invited(stages[0], lead)
    second = stages[1].reference
    stranger = accounts.user("Sid Stranger", roles=())
    client.sign_in(None).get(next_of(application), status=302)
    client.sign_in(stranger).get(next_of(application), status=404)
    client.post(next_of(application), {}, status=404)
    page = client.get(f"/rounds/{second}/eligibility")
    assert page.h1 == "This round is by invitation"
    assert client.get(f"/rounds/{second}/start").h1 == "This round is by invitation"
    with pytest.raises(Refused, match="invited"), transaction():
        drafting.start_application(stages[1], 1, actor=accounts.actor_of(stranger))
    assert made() == 0


def test_before_release_nobody_learns_who_is_invited(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    application = applications.submitted(stages[0], lead)
    actor = accounts.actor_of(staff)
    with transaction():
        staging.stage_decision(application, Outcome.INVITE, exception_reason="No time", actor=actor)
    client.sign_in(lead).get(next_of(application), status=403)
    for page in ("/applications", f"/applications/{application.reference}",
                 f"/rounds/{stages[0].reference}"):  # fmt: skip
        assert "You are invited" not in client.get(page).text
    client.sign_in(staff)
    assert (
        application.reference
        not in client.get(f"/manage/rounds/{stages[0].reference}/invited").text
    )
    with transaction():
        submitting.withdraw(
            reads.application_for_update(application.id), actor=accounts.actor_of(lead)
        )
    with pytest.raises(Refused, match="Nothing is staged"), transaction():
        releasing.release(rounds.whole(stages[0].id), actor=actor, confirmation=stages[0].reference)
    client.sign_in(lead).get(next_of(application), status=403)


def test_the_new_lead_starts_it_and_the_old_one_does_not(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    application = two_stages.invited(stages[0], lead)
    other = accounts.user("Olu Other", roles=())
    with transaction():
        hand_over(
            reads.applications_with_rounds([application.id])[0], other, reason="A new manager",
            actor=accounts.actor_of(staff),
        )  # fmt: skip
    client.sign_in(lead).get(next_of(application), status=404)
    with pytest.raises(Refused), transaction():
        continuing.start_next_stage(application, actor=accounts.actor_of(lead))
    page = client.sign_in(other).get(next_of(application))
    client.follow(client.post(next_of(application), page.form_values()))
    draft = db.session.scalars(
        select(Application).where(Application.continues_id == application.id)
    ).one()
    assert draft.lead_id == other.id


def test_handed_over_once_it_was_started_it_is_not_started_again(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    application = two_stages.invited(stages[0], lead)
    draft = two_stages.continued(application, lead)
    other = accounts.user("Olu Other", roles=())
    with transaction():
        hand_over(
            reads.applications_with_rounds([application.id])[0], other, reason="A new manager",
            actor=accounts.actor_of(staff),
        )  # fmt: skip
    page = client.sign_in(other).get(next_of(application))
    assert draft.reference not in page.text
    refused = client.post(next_of(application), page.form_values(), status=200)
    assert refused.errors == ["It has been started, by whoever leads it now"] and made() == 1
    assert draft.reference not in client.get("/applications").text


@pytest.mark.parametrize(("days", "said"), [((3, 20), "opens"), ((-9, -1), "It closed before")])
def test_outside_its_times_it_can_not_be_started(
    client: CheckedClient, app: Flask, lead: User, days: tuple[int, int], said: str
) -> None:
    opens, closes = (clock.shifted(days=day) for day in days)
    first, _ = two_stages.pair(opens_at=opens, closes_at=closes)
    application = two_stages.invited(first, lead)
    page = client.sign_in(lead).get(next_of(application))
    assert said in page.text and "Start the second stage" not in page.buttons()
    values = client.get("/account").form_values()
    refused = client.post(next_of(application), values, status=200)
    assert refused.errors == ["The second stage is not open"] and made() == 0
