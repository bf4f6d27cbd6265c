"""What comes along from a first stage: answers of every kind, and files."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.jobs import sweep_files
from award.applications.models import Application, StoredFile
from award.applications.queries import applications as reads
from award.applications.queries.files import files_of
from award.applications.rules.files import BACK_WITHIN
from award.applications.rules.states import FileState
from award.applications.services import answering, filing, submitting, sweeping
from award.foundation import clock
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.rounds.kinds import KINDS, Question
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.carrying import Asked, asked_as, beside_question, more_room
from tests.build import accounts, applications, documents, two_stages
from tests.build import files as uploads
from tests.client import CheckedClient

PLAN = documents.pdf()
TABLE = [{"milestone": "Boxes in place"}]


@pytest.fixture
def whole(app: Flask) -> tuple[Round, Round]:
    """A first stage that asks everything and for files, and the round that follows it."""
    return two_stages.pair(two_stages.whole_set())


@pytest.fixture
def invited(whole: tuple[Round, Round], lead: User) -> Application:
    files = {"gantt": ("Plan, for “all”.pdf", PLAN), "old_plan": ("Old plan.pdf", PLAN)}
    return two_stages.invited(whole[0], lead, files, phase=3)


def files_in(application: Application) -> dict[str, StoredFile]:
    """By the question that they answer."""
    return {row.question_key: row for row in files_of(application.id).values()}


def looked(lead: User) -> User:
    """The lead as they are once the worker has been at the files."""
    email = lead.email
    uploads.look()
    found = user_by_email(email)
    assert found is not None
    return found


def test_answers_of_every_kind_are_what_was_submitted(
    whole: tuple[Round, Round], invited: Application, lead: User
) -> None:
    submission = reads.latest_submission(invited.id)
    assert submission is not None
    sent = submission.content["answers"]
    draft = two_stages.continued(invited, lead)
    stored = {key: one.value for key, one in reads.stored_answers(draft.id).items()}
    first = question_set(whole[0].question_set_id)
    full = question_set(whole[1].question_set_id)
    seen = set()
    for question in full:
        if asked_as(first, question) is Asked.AGAIN:
            assert question.key not in stored
        elif question.types:
            assert [{**one, "id": 0} for one in stored[question.key]] == [
                {**one, "id": 0} for one in sent[question.key]
            ], "but for its key a file is the same"
        else:
            assert stored.get(question.key) == sent.get(question.key)
        if question.key in sent:
            seen.add(question.kind)
    assert seen == set(KINDS), "each kind was answered"
    assert "old_plan" not in stored


def test_a_file_is_carried_with_what_is_known_of_it(
    client: CheckedClient, invited: Application, lead: User
) -> None:
    lead = looked(lead)
    before = files_in(invited)["gantt"]
    known = (before.sha256, before.state, before.looked_at, before.copy_at, before.uploaded_by_id)
    draft = two_stages.continued(invited, lead)
    after = files_in(draft)["gantt"]
    assert after.key != before.key and after.lies_at == before.lies_at
    assert known == (
        after.sha256, after.state, after.looked_at, after.copy_at, after.uploaded_by_id,
    )  # fmt: skip
    page = client.sign_in(lead).get(f"/applications/{draft.reference}/project", budget=8)
    assert "Carried over from your first stage" in page.text
    got = client.get(f"/applications/{draft.reference}/files/{after.key}")
    assert got.response.data == PLAN
    for promise, check in CHECKS.all().items():
        assert (promise, [*check()]) == (promise, [])


@pytest.mark.parametrize("first_goes", [False, True])
def test_whichever_row_goes_the_bytes_stay_for_the_other(
    invited: Application, lead: User, first_goes: bool
) -> None:
    draft = two_stages.continued(invited, lead)
    rows = {True: files_in(invited)["gantt"], False: files_in(draft)["gantt"]}
    gone, kept = rows[first_goes], rows[not first_goes]
    if first_goes:  # nothing that was sent is ever removed; were it, the other would not care
        db.session.delete(gone)
        db.session.commit()
    else:
        with transaction():
            filing.remove_file(draft, gone.key, actor=accounts.actor_of(lead))
    with clock.at(clock.now() + BACK_WITHIN + sweeping.KEPT * 2):
        sweep_files()
    db.session.expire_all()
    assert db.session.scalars(select(StoredFile.id).where(StoredFile.key == gone.key)).all() == []
    assert b"".join(storage.read(kept.lies_at)) == PLAN


def test_once_nobody_knows_of_them_the_bytes_go_too(invited: Application, lead: User) -> None:
    draft = two_stages.continued(invited, lead)
    rows = [files_in(invited)["gantt"], files_in(draft)["gantt"]]
    place = rows[0].lies_at
    for row in rows:
        db.session.delete(row)
    db.session.commit()
    with clock.at(clock.now() + sweeping.KEPT * 2):
        sweep_files()
    with pytest.raises(storage.StorageDown):
        storage.read(place)


def test_what_finds_no_slot_or_has_a_virus_stays_and_is_named(
    client: CheckedClient, invited: Application, lead: User
) -> None:
    files_in(invited)["gantt"].state = FileState.QUARANTINED
    db.session.commit()
    at = f"/applications/{invited.reference}/next-stage"
    page = client.sign_in(lead).get(at, budget=8)
    assert "0 files carried over, and not these:" in page.text
    assert "Old plan.pdf (the second stage has no place for it)" in page.text
    assert "Plan, for “all”.pdf (we found a virus in it)" in page.text
    done = client.follow(client.post(at, page.form_values()))
    assert "Not carried over: “Plan, for “all”.pdf”, since we found a virus in it" in done.text
    draft = db.session.scalars(
        select(Application).where(Application.continues_id == invited.id)
    ).one()
    assert files_in(draft) == {}


def test_a_file_that_waits_for_the_scanner_is_scanned_for_each(
    invited: Application, lead: User
) -> None:
    assert files_in(invited)["gantt"].state == FileState.SCANNING
    draft = two_stages.continued(invited, lead)
    looked(lead)
    states = [files_in(one)["gantt"].state for one in (invited, draft)]
    assert FileState.SCANNING not in states and states[0] == states[1]


def test_the_second_stage_is_sent_with_it_and_the_receipt_of_the_first_stays(
    invited: Application, lead: User
) -> None:
    sent = reads.latest_submission(invited.id)
    assert sent is not None
    before, lead = sent.sha256, looked(lead)
    draft = two_stages.continued(invited, lead)
    limits = reads.terms_of(draft).limits
    values = applications.complete_answers(
        question_set(draft.round.question_set_id), draft.phase, limits
    )
    actor = accounts.actor_of(lead)
    versions = {key: one.version for key, one in reads.stored_answers(draft.id).items()}
    with transaction():
        answering.save_answers(draft, values, actor=actor, base_versions=versions)
    with transaction():
        second = submitting.submit(draft, actor=actor, received_at=clock.now())
    assert second.content["answers"]["gantt"][0]["sha256"] == files_in(invited)["gantt"].sha256
    db.session.expire_all()
    again = reads.latest_submission(invited.id)
    assert again is not None and again.sha256 == before
    for promise, check in CHECKS.all().items():
        assert (promise, [*check()]) == (promise, [])


def question(kind: str, **more: object) -> Question:
    return Question(key="q", kind=kind, label="Q", short="Q", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "full", "said"),
    [
        (question("long_text", max_words=150), question("long_text", max_words=1400),
         "1,400 words instead of 150"),
        (question("long_text", max_words=150), question("long_text", max_words=150), ""),
        (question("short_text", max_chars=20), question("short_text"),
         "any number of characters instead of 20"),
        (question("table", most=3), question("table", most=9), "9 rows instead of 3"),
        (question("table", columns=(question("money"),)),
         question("table", columns=(question("money"), question("date"))), ""),
        (question("file", types=("pdf",)), question("file", types=("pdf",), max_files=4),
         "4 files instead of 1"),
    ],
)  # fmt: skip
def test_what_there_is_more_room_for(first: Question, full: Question, said: str) -> None:
    assert more_room(first, full) == said


def test_every_question_of_a_full_form_says_how_it_stands_to_the_first_stage(
    client: CheckedClient, whole: tuple[Round, Round], invited: Application, lead: User
) -> None:
    draft = two_stages.continued(invited, lead)
    first = question_set(whole[0].question_set_id)
    full = question_set(whole[1].question_set_id)
    client.sign_in(lead)
    for section in full.sections:
        page = client.get(f"/applications/{draft.reference}/{section.key}", budget=9)
        if page.h1 != section.title:
            continue
        for one in section.questions:
            words = beside_question(first, one, as_carried=asked_as(first, one) is Asked.CARRIED)
            assert words in page.text, one.key
