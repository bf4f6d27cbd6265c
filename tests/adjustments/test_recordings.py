"""A recording beside a written answer: uploaded where it was granted, sent, heard and deleted."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.models import Application, StoredFile, Submission
from award.applications.queries.applications import latest_submission, own_application
from award.applications.queries.files import slot_of
from award.applications.services import reopening, submitting
from award.assessment.queries.own import assignment_for
from award.assessment.services import declaring
from award.foundation import audit, clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from award.foundation.errors import Refused, there
from award.foundation.policy import Actor, Role
from award.own_data.queries.collecting import collected
from award.own_data.services.drafts import delete_draft
from tests.applications.walking import url
from tests.build import applications, assessment, documents, files, recordings, rounds
from tests.build.accounts import actor_of, user
from tests.build.adjustments import answered, asked
from tests.build.monitoring import afresh, lead_of
from tests.client import CheckedClient

SLOT = "problem_recording"
SAID = recordings.mp3()


@pytest.fixture
def lead(app: Flask) -> User:
    return user("Ada Lead", roles=())


def granted(application: Application, lead: User) -> Application:
    answered(asked(application, "recording"), recordings=True)
    found = own_application(whose(lead), application.reference)
    assert found is not None
    return found


def whose(lead: User) -> Actor:
    """Afresh: what was loaded before another's act is not."""
    return actor_of(there(user_by_email(lead.email), "the lead"))


def put(application: Application, lead: User, name: str = "Ada speaks.mp3") -> StoredFile:
    whose(lead)
    return files.put(application, lead, SLOT, name, SAID)


def sent(lead: User, blindness: str) -> tuple[Application, StoredFile]:
    round_ = rounds.closed_round(blindness=blindness, min_assessments=1)
    application = applications.complete(round_, lead)
    with clock.at(applications.while_open(application.round)):
        application = granted(application, lead)
        put(application, lead)
        with transaction():
            submitting.submit(application, actor=whose(lead), received_at=clock.now())
    files.look()
    (row,) = files.rows(application)
    return application, row


def page_of(application: Application) -> str:
    return url(application, "/problem")


def test_a_slot_stands_below_each_long_answer_once_it_is_granted(
    client: CheckedClient, lead: User
) -> None:
    draft = applications.draft(rounds.open_round(blindness="double"), lead=lead)
    assert "Recording" not in client.sign_in(lead).get(page_of(draft)).text
    with pytest.raises(KeyError):
        slot_of(draft, SLOT)
    begun = {"question": SLOT, "name": "a.mp3", "size": "9"}
    client.post(f"/applications/{draft.reference}/file-parts", begun, status=409)

    draft = granted(draft, lead)
    page = client.get(page_of(draft), budget=8)
    assert "Recording: The problem" in page.text and "Recording: Care settings" not in page.text
    assert "that transcript stands as the answer" in page.text
    assert "Assessors read the transcript alone" in page.text and "a voice can tell" in page.text
    values = {**page.form_values(), "then": f"upload:{SLOT}", "answer_problem": "What I said"}
    values[f"answer_{SLOT}"] = (io.BytesIO(SAID), "Ada speaks.mp3")
    done = client.follow(client.post(page_of(draft), values))
    assert "“Ada speaks.mp3” is uploaded" in done.text and "What I said" in done.text
    values[f"answer_{SLOT}"] = (io.BytesIO(documents.pdf()), "Plan.pdf")
    assert "here we take MP3" in client.post(page_of(draft), values, status=200).text
    files.look()
    got = client.get(client.get(page_of(draft)).links()["Ada speaks.mp3"])
    assert got.data == SAID
    assert got.response.headers["Content-Disposition"].startswith("attachment")
    assert "Ada speaks.mp3" in client.get(f"/applications/{draft.reference}/check").text
    assert client.get(f"/applications/{draft.reference}/history/{SLOT}").status == 200


def test_it_does_not_stand_for_the_answer(lead: User) -> None:
    application = applications.complete(rounds.open_round(), lead, {"problem": ""})
    application = granted(application, lead)
    put(application, lead)
    with pytest.raises(Refused, match="1 question left to answer"), transaction():
        submitting.submit(application, actor=whose(lead), received_at=clock.now())


def test_a_submission_covers_it_and_says_what_it_is(client: CheckedClient, lead: User) -> None:
    application, row = sent(lead, "none")
    submission = latest_submission(application.id)
    assert submission is not None and sha256_of(submission.content) == submission.sha256
    (entry,) = submission.content["answers"][SLOT]
    assert (entry["id"], entry["type"], entry["sha256"]) == (row.key, "mp3", row.sha256)
    client.sign_in(lead)
    reference = application.reference
    for path in ("submission", "receipt"):
        assert "Ada speaks.mp3" in client.get(f"/applications/{reference}/{path}").text
    for path in ("application.pdf", "application.docx", "receipt.pdf"):
        assert client.get(f"/applications/{reference}/{path}").status == 200
    copy = collected(whose(lead), lead)
    assert any("Ada speaks.mp3" in one.path for one in copy.files)
    assert any(
        one.get("Question") == "Recording: The problem" for one in copy.parts["Your answers"]
    )


def test_assessors_listen_where_they_know_who_applies(client: CheckedClient, lead: User) -> None:
    application, row = sent(lead, "assessor_hidden")
    person, other = assessment.assessor(), assessment.assessor("Oli Other")
    where = f"/assess/{application.reference}/files/{row.key}"
    assessment.assigned(application, person)
    client.sign_in(person).get(where, status=403)
    with transaction():
        assignment = there(assignment_for(actor_of(person), application.reference), "it")
        declaring.declare_no_conflict(assignment, actor=actor_of(person))
    desk = client.get(f"/assess/{application.reference}", budget=8)
    assert "Recording: The problem" in desk.text
    assert "What is written stands as the answer" in desk.text
    got = client.get(where)
    assert got.data == SAID
    assert got.response.headers["Content-Disposition"].startswith("attachment")
    client.sign_in(other).get(where, status=404)
    client.sign_in(user("Stef Marlowe", "stef@programme.example"))
    page = client.get(f"/manage/applications/{application.reference}", budget=40)
    assert "Assessors can listen to it where they know who applies" in page.text
    assert client.get(page.links()["Ada speaks.mp3"]).data == SAID


def test_where_assessors_may_not_know_who_applies_they_learn_of_no_recording(
    client: CheckedClient, lead: User
) -> None:
    application, row = sent(lead, "double")
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}", budget=8)
    assert "Recording" not in desk.text and "Ada" not in desk.text
    client.get(f"/assess/{application.reference}/files/{row.key}", status=404)
    client.sign_in(lead)
    seen = client.get(f"/applications/{application.reference}/as-an-assessor")
    assert "Recording: The problem" in seen.text
    assert "a voice could show who is applying" in seen.text
    client.get(f"/applications/{application.reference}/as-an-assessor/files/{row.key}", status=404)


def test_it_can_be_replaced_where_its_answer_is_asked_for_again(lead: User) -> None:
    application, row = sent(lead, "none")
    staff = actor_of(user("Stef Marlowe", "stef@programme.example", roles=(Role.STAFF,)))
    with transaction():
        reopening.ask_changes(
            afresh(application), ["problem"],
            asks="Say more", until=clock.now() + timedelta(days=5),
            actor=staff,
        )  # fmt: skip
    found = own_application(whose(lead), application.reference)
    assert found is not None
    put(found, lead, "Ada speaks again.mp3")
    with pytest.raises(Refused, match="Only the answers"):
        files.put(found, lead, "project_recording", "Another.mp3", SAID)
    with transaction():
        submitting.submit(found, actor=whose(lead), received_at=clock.now())
    latest = latest_submission(application.id)
    assert latest is not None and latest.number == 2
    assert latest.content["answers"][SLOT][0]["name"] == "Ada speaks again.mp3"
    first = db.session.scalars(sa.select(Submission).where(Submission.number == 1)).one()
    assert first.content["answers"][SLOT][0]["id"] == row.key


def test_a_draft_takes_it_along_when_it_is_deleted(lead: User) -> None:
    draft = granted(applications.draft(lead=lead), lead)
    put(draft, lead)
    with transaction():
        delete_draft(afresh(draft), actor=lead_of(draft))
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0


def test_granting_it_is_told_in_the_trail(lead: User) -> None:
    draft = granted(applications.draft(lead=lead), lead)
    query = sa.select(AuditEvent).where(AuditEvent.verb == "application.ease")
    (event,) = db.session.scalars(query)
    assert event.changes["recordings"] == [False, True]
    assert draft.recordings and audit.times_told("adjustment")
