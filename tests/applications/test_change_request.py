"""Staff ask about named answers: those can change until a date, and nothing else can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications import jobs
from award.applications.changing import Reopening
from award.applications.forms.kinds import PREFIX
from award.applications.forms.section import BASE
from award.applications.models import Application, Submission
from award.applications.queries import applications as reads
from award.applications.queries.files import files_of
from award.applications.services import filing, reopening
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, Role
from award.rounds.queries.question_sets import question_set
from tests.applications.test_reopening import lead_of, numbers, save, send, standing
from tests.build import accounts, applications, documents, rounds
from tests.client import CheckedClient

WEEK = timedelta(days=7)


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def closed(lead: User | None = None) -> Application:
    plan = {"gantt": ("Plan.pdf", documents.pdf("Weeks one to nine"))}
    return applications.submitted(rounds.closed_round(), lead, files=plan)


def ask(application: Application, staff: User, *questions: str, days: int = 7) -> Reopening:
    with transaction():
        return reopening.ask_changes(
            application,
            questions,
            asks="Please say which nights",
            until=clock.now() + timedelta(days=days),
            actor=Actor(staff.id, "Stef Staff", roles=frozenset({Role.APPLICANT, Role.STAFF})),
        )


def test_what_comes_back_is_what_was_sent_with_the_answer_asked_for(staff: User) -> None:
    application = closed()
    first, submitted_at = standing(application), application.submitted_at
    row = ask(application, staff, "problem")
    assert row.questions == ["problem"]
    save(application, problem="Saturday nights")
    second = send(application)
    differ = {
        key
        for key in first.content.keys() | second.content.keys()
        if first.content.get(key) != second.content.get(key)
    }
    assert differ == {"answers", "submitted_at"}
    changed = second.content["answers"] | {"problem": first.content["answers"]["problem"]}
    assert changed == first.content["answers"]
    assert (row.state, numbers(application)) == ("sent", [2, 1])
    assert application.submitted_at == submitted_at
    told = [*db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))]
    assert any(
        one.recipient == staff.email and one.subject.startswith("Changes have come back")
        for one in told
    )


def test_the_page_of_the_answer_says_what_is_asked(client: CheckedClient, staff: User) -> None:
    application = closed()
    ask(application, staff, "problem")
    page = client.sign_in(application.lead).get(f"/applications/{application.reference}/problem")
    assert "Please say which nights" in page.text and "Submission 1 stands" in page.text


def test_other_answers_cannot_change(staff: User) -> None:
    application = closed()
    ask(application, staff, "problem")
    for key, value in (("project_title", "Another"), ("amount_requested", 5)):
        with pytest.raises(Refused, match="Only the answers that you were asked"):
            save(application, **{key: value})
        with pytest.raises(Refused, match="Only the answers that you were asked"):
            save(application, problem="Mixed in", **{key: value})


def test_what_was_changed_before_is_set_aside_and_not_sent(staff: User) -> None:
    round_ = rounds.open_round()
    application = applications.submitted(round_)
    with transaction():
        reopening.reopen(application, actor=lead_of(application))
    save(application, project_title="Never sent", problem="Never sent either")
    with clock.at(round_.closes_at + timedelta(hours=1)):
        row = ask(application, staff, "problem")
        assert row.set_aside == {
            "project_title": "Never sent",
            "problem": "Never sent either",
        }
        save(application, problem="Saturday nights")
        second = send(application)
    assert "Never sent" not in str(second.content)
    states = [*db.session.scalars(sa.select(Reopening.state).order_by(Reopening.id))]
    assert states == ["lapsed", "sent"]


def test_unanswered_the_earlier_one_stands_and_staff_are_told(staff: User) -> None:
    application = closed()
    row = ask(application, staff, "problem")
    save(application, problem="Half an answer")
    assert row.until is not None
    with clock.at(row.until), pytest.raises(Refused, match="Submission 1 stands"):
        send(application)
    with clock.at(row.until + timedelta(minutes=6)):
        jobs.lapse_reopenings()
    assert (row.state, numbers(application)) == ("lapsed", [1])
    told = db.session.scalars(
        sa.select(OutboxMessage.recipient).where(OutboxMessage.subject.like("No changes have%"))
    )
    assert [*told] == [staff.email]


def test_it_is_refused_while_open_twice_and_for_what_was_not_asked(staff: User) -> None:
    application = applications.submitted(rounds.open_round())
    with pytest.raises(Refused, match="has not closed yet"):
        ask(application, staff, "problem")
    application = closed()
    for questions in ((), ("no_such_question",)):
        with pytest.raises(Refused, match="at least one question"):
            ask(application, staff, *questions)
    with pytest.raises(Refused, match="still to come"):
        ask(application, staff, "problem", days=-1)
    with pytest.raises(Refused):
        reopening.ask_changes(
            application, ["problem"], asks="This", until=clock.now() + WEEK,
            actor=lead_of(application),
        )  # fmt: skip
    ask(application, staff, "problem")
    with pytest.raises(Refused, match="open already"):
        ask(application, staff, "problem")


def test_pages_of_the_lead(client: CheckedClient, staff: User) -> None:
    lead = accounts.user("Ada Lead", roles=())
    application = closed(lead)
    ref = application.reference
    ask(application, staff, "problem")
    me = client.sign_in(lead)
    assert "Changes asked for" in me.get("/applications").text
    page = me.get(f"/applications/{ref}")
    assert "Please say which nights" in page.text
    sections = question_set(application.round.question_set_id).sections
    home = next(s for s in sections if any(q.key == "problem" for q in s.questions))
    page = me.get(f"/applications/{ref}/{home.key}")
    boxes = {name for name in page.form_values() if name.startswith(PREFIX)}
    assert boxes == {f"{PREFIX}problem"}
    for other in sections:
        if other is not home:
            me.get(f"/applications/{ref}/{other.key}", status=302)
    save(application, problem="Saturday nights")
    page = me.get(f"/applications/{ref}/check")
    assert "Submit what is shown" in page.html
    send(application)
    assert "Submission 2" in me.get(f"/applications/{ref}").text
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{ref}/submissions")
    assert "[added: Saturday nights" in page.text


def test_staff_ask_on_a_page(client: CheckedClient, staff: User) -> None:
    application = closed()
    ref, until = application.reference, clock.london(clock.now() + WEEK)
    client.sign_in(staff)
    where = f"/manage/applications/{ref}/ask-for-changes"
    assert "Choose at least one answer" in client.post(where, {}, status=200).text
    legends = [" ".join("".join(one.itertext()).split()) for one in client.get(where).all("legend")]
    sections = ["Summary", "Problem and people", "Project and money"]
    asked = [f"Which answers should change?: {title}" for title in sections]
    assert [words for words in legends if words.startswith("Which")] == asked
    client.post(
        where,
        {
            "questions": ["problem"],
            "asks": "Which nights?",
            "until-day": until.day,
            "until-month": until.month,
            "until-year": until.year,
            "until-time": "5pm",
        },
    )
    page = client.get(f"/manage/applications/{ref}/submissions")
    assert "Which nights?" in page.text
    assert "Its people can change: The problem." in page.text
    assert "Answers that it opened: The problem" in page.text


def forged(app: Flask, application: Application) -> list[tuple[str, str, dict[str, Any]]]:
    """Every address at which the lead writes, with everything that any of them could take."""
    questions = question_set(application.round.question_set_id)
    data: dict[str, Any] = {"then": "continue", "organisation": "", "phase": "1", "keep": "1"}
    for question in questions:
        data[f"{PREFIX}{question.key}"] = "Forged words"
        data[f"{BASE}{question.key}"] = "1."
    [file] = files_of(application.id)
    found = set()
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("applications.") or "POST" not in (rule.methods or ()):
            continue
        for section in questions.sections:
            values = {
                "reference": application.reference, "section": section.key, "number": 1,
                "token": "0" * 32, "key": file, "question": "problem",
            }  # fmt: skip
            with app.test_request_context():
                built = app.url_map.bind("localhost").build(
                    rule.endpoint, {k: v for k, v in values.items() if k in rule.arguments}
                )
            for then in ("continue", f"remove:{file}", f"up:{file}"):
                found.add((rule.endpoint, built, then))
    return [(endpoint, path, {**data, "then": then}) for endpoint, path, then in sorted(found)]


def test_forged_posts_change_nothing_else(app: Flask, client: CheckedClient, staff: User) -> None:
    lead = accounts.user("Ada Lead", roles=())
    application = closed(lead)
    ask(application, staff, "problem")
    before = reads.values_of(reads.stored_answers(application.id))
    marks = (application.phase, application.organisation_id, application.title)
    me = client.sign_in(lead)
    asked = 0
    for endpoint, path, data in forged(app, application):
        if endpoint in ("applications.withdraw", "applications.start"):
            continue
        token = me.csrf_token()
        with me._own_context():
            me.browser.post(path, data={**data, "csrf_token": token}).close()
        asked += 1
    db.session.expire_all()
    after = reads.values_of(reads.stored_answers(application.id))
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed <= {"problem"}
    assert "problem" in changed, "a forged post that could change nothing proves nothing"
    fresh = db.session.get_one(Application, application.id)
    assert (fresh.phase, fresh.organisation_id, fresh.title) == marks
    assert asked > 10


def test_a_file_of_another_answer_stays(app: Flask, staff: User) -> None:
    application = closed()
    [key] = files_of(application.id)
    ask(application, staff, "problem")
    actor = lead_of(application)
    for act in (filing.remove_file, filing.restore_file, filing.move_file_up):
        with pytest.raises(Refused, match="Only the answers"), transaction():
            act(application, key, actor=actor)
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1
