"""Those who write an application and the programme team write to each other, and nobody else
reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import submitting
from award.assessment.services import declaring
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.messages import services
from award.messages.models import Message, Thread
from award.messages.rules.limits import MOST_A_DAY
from tests.accounts.letters import letters
from tests.applications.walking import url
from tests.build import accounts, applications, assessment, rounds
from tests.build import messages as build
from tests.build import team as teams
from tests.client import CheckedClient

ASKED = "May the pilot run in two counties?"


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", "sam@programme.example")


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", "ada@example.org", roles=())


@pytest.fixture
def sent(lead: User) -> Application:
    return applications.submitted(rounds.closed_round(), lead)


def page_of(application: Application, number: int | str = "") -> str:
    return url(application, f"/messages/{number}".rstrip("/"))


def manage(application: Application, number: int | str = "") -> str:
    return f"/manage{page_of(application, number)}"


def ask(me: CheckedClient, application: Application, words: str = ASKED) -> None:
    page = me.get(page_of(application), budget=8)
    me.post(page_of(application), {**page.form_values(), "subject": "Place", "message": words})


def test_a_question_and_its_answer(
    client: CheckedClient, lead: User, staff: User, sent: Application
) -> None:
    editor = teams_editor(sent)
    me = client.sign_in(lead)
    assert "Messages with the programme team" in me.get(url(sent)).links()
    ask(me, sent)
    (told,) = letters(staff.email)
    assert ASKED not in told.body and manage(sent, 1) in told.body
    client.sign_in(staff)
    assert "Waits for an answer" in client.get("/manage/messages", budget=8).text
    page = client.get(manage(sent, 1), budget=8)
    assert ASKED in page.text and "Ada Lead" in page.text
    answer = "Yes, if one partner leads both."
    client.post(manage(sent, 1), {**page.form_values(), "message": answer})
    assert "Answered" in client.get("/manage/messages").text
    for person in (lead, editor):
        letter = letters(person.email)[-1]
        assert letter.notice == "message.to_applicants"
        assert answer not in letter.body and page_of(sent, 1) in letter.body
        mine = client.sign_in(person)
        assert "New" in mine.get(page_of(sent), budget=8).text
        shown = mine.get(page_of(sent, 1), budget=8)
        assert answer in shown.text and "Programme team" in shown.text
        assert "Sam Staff" not in shown.text
        read = next(one for one in shown.all("button") if one.get("name") == "up_to")
        mine.post(f"{page_of(sent, 1)}/read", {"up_to": read.get("value")})
        assert "New" not in mine.get(page_of(sent)).text


def teams_editor(application: Application) -> User:
    """An editor of what was submitted: joined while it was a draft, as it were."""
    editor = accounts.user("Bea Editor", "bea@example.org", roles=())
    build.join(application, editor, CollaboratorRole.EDITOR)
    return editor


def test_the_team_names_no_assessor(
    client: CheckedClient, lead: User, staff: User, sent: Application
) -> None:
    """Their own name may be an assessor's too."""
    assessment.assigned(sent, assessment.assessor("Amina Karim"))
    assessment.assigned(sent, assessment.assessor("Sam Aziz"))
    client.sign_in(staff)
    new = client.get(manage(sent)).form_values() | {"subject": "Ask Dr Karim", "message": "Hello"}
    assert "Take out “Karim”" in client.post(manage(sent), new, status=200).described("subject")
    new |= {"subject": "Your plan", "message": "Amina Karim likes it.\nSam"}
    page = client.post(manage(sent), new, status=200)
    assert "Take out “Amina Karim”: the applicant" in page.described("message")
    new["message"] = "Amina wrote that she could not read it."
    page = client.post(manage(sent), new, status=200)
    assert "Does “Amina” tell who assesses?" in page.described("message")
    client.post(manage(sent), new | {"about_nobody": "message|Amina"})
    client.post(manage(sent), new | {"message": "We like it.\n\nBest wishes,\nSam"})


def test_nobody_else_reads_them(
    client: CheckedClient, lead: User, staff: User, sent: Application
) -> None:
    assessor = assessment.assessor("Noor Assessor")
    assessment.declared(sent, assessor)
    build.thread(sent, lead, ASKED)
    for person in (assessor, accounts.user("Oz Other", roles=()),
                   accounts.user("Pam Publisher", roles=(Role.PUBLISHER,)),
                   accounts.user("Al Admin", roles=(Role.ADMIN,))):  # fmt: skip
        client.sign_in(person)
        client.get(page_of(sent), status=404)
        client.get(page_of(sent, 1), status=404)
        client.get(manage(sent, 1), status=404)
    auditor = accounts.user("Audrey Auditor", roles=(Role.AUDITOR,))
    client.sign_in(auditor)
    assert ASKED in client.get(manage(sent, 1)).text
    client.post(manage(sent, 1), {"message": "Mine"}, status=403)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_not_staff_who_have_a_tie(client: CheckedClient, lead: User, sent: Application) -> None:
    tied = assessment.assessor("Ty Tied")
    with transaction():
        declaring.declare_conflict(
            assessment.assigned(sent, tied), "family", "", actor=accounts.actor_of(tied)
        )
    build.make_staff(tied)
    build.thread(sent, lead, ASKED)
    assert letters(tied.email)[-1:] == [] or letters(tied.email)[-1].notice != "message.to_team"
    client.sign_in(tied)
    assert sent.reference not in client.get("/manage/messages").text
    client.get(manage(sent, 1), status=404)
    with pytest.raises(Refused), transaction():
        services.answer(sent, "Mine", number=1, actor=accounts.actor_of(tied))


def test_a_viewer_reads_and_does_not_write(client: CheckedClient, lead: User, staff: User) -> None:
    draft = applications.draft(lead=lead)
    viewer = teams.collaborator(draft, CollaboratorRole.VIEWER, "Vic Viewer")
    build.thread(draft, lead, ASKED)
    me = client.sign_in(viewer)
    page = me.get(page_of(draft, 1))
    assert ASKED in page.text and "Send message" not in page.buttons()
    me.post(page_of(draft, 1), {"message": "Mine"}, status=403)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1
    client.sign_in(staff)
    assert ASKED in client.get(manage(draft, 1)).text, "asked before it was sent"
    quiet = applications.draft(lead=accounts.user("Qi Quiet", roles=()))
    client.get(manage(quiet), status=404)


def test_what_is_missing_or_too_long_is_said(
    client: CheckedClient, lead: User, sent: Application
) -> None:
    me = client.sign_in(lead)
    page = me.post(page_of(sent), {"subject": "", "message": ""}, status=200)
    assert page.errors == ["Say what it is about", "Enter your message"]
    long = "word " * 600
    page = me.post(page_of(sent), {"subject": "Long", "message": long}, status=200)
    assert page.errors and "word word" in page.html
    assert db.session.scalars(sa.select(Thread)).all() == []


def test_a_closed_conversation_takes_nothing_more(
    client: CheckedClient, lead: User, staff: User, sent: Application
) -> None:
    build.thread(sent, lead, ASKED)
    client.sign_in(staff)
    client.post(f"{manage(sent, 1)}/close", client.get(manage(sent, 1)).form_values("/close"))
    page = client.get(manage(sent, 1))
    assert "Send message" not in page.buttons() and "Closed" in page.text
    me = client.sign_in(lead)
    late = me.post(page_of(sent, 1), {"message": "But why?"}, status=200)
    assert late.errors == ["This conversation is closed. Begin another"]


def test_nobody_writes_about_what_was_withdrawn(
    client: CheckedClient, lead: User, sent: Application
) -> None:
    build.thread(sent, lead, ASKED)
    with transaction():
        submitting.withdraw(sent, actor=accounts.actor_of(lead))
    me = client.sign_in(lead)
    page = me.get(page_of(sent, 1))
    assert ASKED in page.text and "nobody writes here any more" in page.text
    with pytest.raises(Refused), transaction():
        services.write(sent, "More", number=1, actor=accounts.actor_of(lead))


def test_one_person_writes_only_so_often(lead: User, sent: Application) -> None:
    build.thread(sent, lead, ASKED)
    actor = accounts.actor_of(lead)
    for _ in range(MOST_A_DAY - 1):
        with transaction():
            services.write(sent, "More", number=1, actor=actor)
    with pytest.raises(Refused, match="within a day"), transaction():
        services.write(sent, "More", number=1, actor=actor)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)), transaction():
        services.write(sent, "More", number=1, actor=actor)


def test_the_trail_has_no_words(lead: User, sent: Application) -> None:
    build.thread(sent, lead, ASKED)
    events = db.session.scalars(
        sa.select(AuditEvent).where(AuditEvent.verb == "application.write_message")
    ).all()
    assert len(events) == 1 and ASKED not in str(events[0].changes)


def test_what_somebody_has_not_read_is_among_what_waits_for_them(
    client: CheckedClient, staff: User, lead: User, sent: Application
) -> None:
    editor = accounts.user("Eddie Editor", "eddie@example.org", roles=())
    build.join(sent, editor, CollaboratorRole.EDITOR)
    me = client.sign_in(lead)
    ask(me, sent)
    wanted = "Read the message “Place”"
    assert wanted not in me.get("/applications", budget=12).text
    with transaction():
        services.answer(sent, "It may.", number=1, actor=accounts.actor_of(staff))
    for person in (lead, editor):
        links = client.sign_in(person).get("/applications", budget=12).links()
        assert links[f"{wanted}: {sent.title}"] == page_of(sent, 1)
    me = client.sign_in(lead)
    page = me.get(page_of(sent, 1))
    read = next(one for one in page.all("button") if one.get("name") == "up_to")
    me.post(page_of(sent, "1/read"), {"up_to": read.get("value")})
    assert wanted not in me.get("/applications").text
    assert wanted in client.sign_in(editor).get("/applications").text
    stranger = client.sign_in(accounts.user("Oz Other", roles=()))
    assert wanted not in stranger.get("/applications").text


def test_staff_see_how_many_wait_for_an_answer(
    client: CheckedClient, staff: User, lead: User, sent: Application
) -> None:
    assert "Waits for an answer" not in client.sign_in(staff).get("/manage", budget=12).text
    ask(client.sign_in(lead), sent)
    page = client.sign_in(staff).get("/manage", budget=12)
    assert "Messages : 1 to answer, the oldest of" in page.text
    assert "1 conversation" in client.get("/manage/messages?state=waits").text
    with transaction():
        services.answer(sent, "It may.", number=1, actor=accounts.actor_of(staff))
    assert "Messages : 1 to answer" not in client.get("/manage").text
