"""Somebody asks the team of a case study: confirmed, relayed, answered, published if both agree,
and taken down again; nobody learns an address that was not written out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator
from award.case_studies.jobs import remind_teams
from award.case_studies.models import CaseStudy
from award.case_studies.rules.asking import (
    LAPSES_AFTER,
    REMINDED_AFTER,
    Stands,
)
from award.case_studies.services import agreement, editing
from award.foundation import clock
from award.foundation.audit.models import AuditEvent, AuditName, AuditPerson
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.accounts.letters import letters, link_in, told
from tests.build import asking as build
from tests.build import case_studies, shares
from tests.build.accounts import actor_of, user
from tests.case_studies.asking_steps import ASKER, FILLED, faults, send, the_one
from tests.client import CheckedClient


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    return case_studies.published()


@pytest.fixture
def publisher(app: Flask) -> User:
    return user("Pat Publisher", "pat@programme.example", roles=(Role.PUBLISHER,))


@pytest.mark.each_database
def test_from_a_stranger_to_the_page_and_off_it(
    client: CheckedClient, study: CaseStudy, publisher: User
) -> None:
    page, lead = f"/case-studies/{study.slug}", case_studies.lead_of(study)
    ask = client.get(page).links()["Ask the project team"]
    done = send(client, ask, **FILLED)
    assert done.h1 == "Confirm your email address" and told("team_question.relayed") == []
    [letter] = letters(ASKER)
    assert "Ada" not in letter.body and "night staff" not in letter.body

    own = link_in(letter, "/asked/")
    opened = client.get(own)
    assert the_one().state == "unconfirmed" and build.QUESTION in opened.text
    assert send(client, own).h1 == "Your question is with the project team"
    assert send(client, own, twice="yes").h1 == "Your question"  # pressed again
    [relayed] = told("team_question.relayed")
    assert relayed.recipient == lead.email and build.QUESTION in relayed.body
    assert "asker.example" not in relayed.body and ASKER not in relayed.recipient

    client.sign_in(lead)
    mine = link_in(relayed, "/my-case-studies/")
    assert "Answer a question about its case study: " in client.get("/applications").text
    assert mine in client.get("/my-case-studies").links().values()
    asked = client.get(mine)
    assert build.QUESTION in asked.text and "asker.example" not in asked.text
    refused = client.post(mine, {**asked.form_values(), "answer": "Ring 0161 496 0000", "publish":
                                 "yes"}, status=200)  # fmt: skip
    assert "0161 496 0000" in refused.errors[0] and the_one().state == "waiting"
    send(client, mine, answer=build.ANSWER, publish="yes")
    assert mine not in client.get("/my-case-studies").links().values()
    client.sign_in(None)

    public, answered = client.get(page), letters(ASKER)[-1]
    assert build.ANSWER in answered.body and lead.email not in answered.body
    for words in (build.QUESTION, build.ANSWER, "Ada Okafor asked on", "&lt;script&gt;"):
        assert words in public.data.decode()
    assert publisher.email in {one.recipient for one in told("team_question.published")}
    assert faults() == []

    send(client, link_in(letters(ASKER)[1], "/asked/") + "/off-the-page")
    assert build.QUESTION not in client.get(page).text
    assert the_one().state == "answered" and faults() == []
    assert "Take question" not in client.get(own).text


def test_both_sides_are_asked_and_both_have_to_agree(
    client: CheckedClient, study: CaseStudy
) -> None:
    page = f"/case-studies/{study.slug}"
    build.answered(study, "Nobody else is to read this", stands=Stands.NOT, publish=True)
    build.answered(study, "The team keeps this", publish=False, email="bea@asker.example")
    shown = build.answered(study, "Anybody may read this", name="Cyd Hidden",
                           email="cyd@asker.example")  # fmt: skip
    told_of = client.get(page).text
    assert "Anybody may read this" in told_of
    for words in ("Nobody else is to read", "The team keeps", "Cyd Hidden"):
        assert words not in told_of
    data = json.loads(client.get(f"{page}.json").data)
    assert data["questions"] == [
        {
            "question": build.QUESTION,
            "asked_by": None,
            "asked_on": clock.today().isoformat(),
            "answer": "Anybody may read this",
            "answered_on": clock.today().isoformat(),
        }
    ]
    assert "Anybody" not in client.get("/case-studies.atom").text
    found = client.get("/case-studies?q=anybody+may+read+this")
    assert "Anybody may read this" not in found.text

    client.sign_in(case_studies.lead_of(study))
    one = f"/my-case-studies/{study.slug}/questions/{shown.number}"
    client.follow(client.post(f"{one}/hide", client.get(f"{one}/hide").form_values()))
    assert "Anybody may read this" not in client.get(page).text
    assert build.again(shown).answer == "Anybody may read this"


@pytest.mark.each_database
def test_the_page_takes_them_along_and_does_not_bring_them_back(
    client: CheckedClient, study: CaseStudy
) -> None:
    shown, waits = build.answered(study), build.asked(study, email="bea@asker.example")
    lead = build.lead_of(study)
    with transaction():
        agreement.withdraw_agreement(case_studies.again(study), reason="", actor=lead)
    assert build.again(shown).state == "answered" and faults() == []
    remind_teams()
    assert build.again(waits).state == "lapsed"
    assert "not public any more" in letters("bea@asker.example")[-1].subject
    mine = f"/my-case-studies/{study.slug}/questions/{waits.number}"
    client.sign_in(case_studies.lead_of(study))
    assert "was taken down" in client.get(mine).text
    draft = case_studies.again(study)
    with transaction():
        editing.revise(draft, actor=actor_of(user("Stef Staff", roles=(Role.STAFF,))))
    case_studies.made_public(case_studies.agreed(case_studies.resent(draft)))
    # Why none came stays as it was, however the page stands now.
    assert "was taken down" in client.get(mine).text
    assert "was taken down" in client.sign_in(None).get(build.link(waits)).text
    assert build.ANSWER not in client.get(f"/case-studies/{study.slug}").text
    with transaction():
        agreement.withdraw_agreement(case_studies.again(study), reason="", actor=lead)
    ask = f"/case-studies/{study.slug}/ask"
    assert client.get(ask, status=410)
    kept = client.post(ask, FILLED, status=409)
    assert build.QUESTION in kept.text


def test_the_team_declines_and_is_reminded_once_and_let_go(
    client: CheckedClient, study: CaseStudy
) -> None:
    no, late = build.asked(study), build.asked(study, email="bea@asker.example")
    client.sign_in(case_studies.lead_of(study))
    send(client, f"/my-case-studies/{study.slug}/questions/{no.number}/decline", why="not_ours")
    assert "not for them to answer" in letters(ASKER)[-1].body
    now = clock.now()
    for days, expected in ((REMINDED_AFTER, 1), (REMINDED_AFTER + timedelta(days=3), 1)):
        with clock.at(now + days):
            remind_teams()
        assert len(told("team_question.reminded")) == expected
    with clock.at(now + LAPSES_AFTER):
        remind_teams()
        remind_teams()
    assert [one.recipient for one in told("team_question.lapsed")] == ["bea@asker.example"]
    assert build.again(late).state == "lapsed" and faults() == []
    lead, own = build.lead_of(study), f"/my-case-studies/{study.slug}/questions/{late.number}"
    with transaction():
        agreement.withdraw_agreement(case_studies.again(study), reason="", actor=lead)
    assert "has not answered in time" in client.get(build.link(late)).text
    assert "no answer came" in client.get(own).text
    gone = client.post(f"/my-case-studies/{study.slug}/questions/{late.number}",
                       {"answer": "Too late, but this is long"}, status=409)  # fmt: skip
    assert "Too late, but this is long" in gone.text


@pytest.mark.each_database
def test_who_answers_and_who_reads(client: CheckedClient, study: CaseStudy) -> None:
    question, study = build.asked(study), case_studies.again(study)
    application = study.application
    assert application is not None
    editor, viewer = user("Ed Itor", roles=()), user("Vi Ewer", roles=())
    for person, role in ((editor, CollaboratorRole.EDITOR), (viewer, CollaboratorRole.VIEWER)):
        with transaction():
            db.session.add(
                Collaborator(
                    application_id=application.id,
                    email=person.email,
                    person_id=person.id,
                    role=role,
                    state=CollaboratorState.ACCEPTED,
                    token_digest=person.email,
                    accepted_at=clock.now(),
                    invited_by_id=application.lead_id,
                    expires_at=clock.now(),
                )
            )
    one = f"/my-case-studies/{study.slug}/questions/{question.number}"
    for person, status in ((viewer, 404), (user("A Sessor", roles=(Role.ASSESSOR,)), 404)):
        client.sign_in(person).get(one, status=status)
    client.sign_in(editor)
    assert "Answer a question about its case study: " in client.get("/applications").text
    send(client, one, answer=build.ANSWER, publish="no")
    assert the_one().state == "answered" and the_one().answered_by_id == editor.id


def test_whoever_shared_it_answers_by_a_link(client: CheckedClient) -> None:
    study = shares.public_study()
    question = build.asked(study)
    relayed = told("team_question.relayed")[-1]
    assert relayed.recipient == "ola@example.org"
    page = client.follow(client.get(link_in(relayed, "/share/"), status=302))
    assert build.QUESTION in page.text
    here = f"/my-case-studies/{study.slug}/questions/{question.number}"
    send(client, here, answer=build.ANSWER, publish="yes")
    assert build.ANSWER in client.get(f"/case-studies/{study.slug}").text
    wrong = link_in(relayed, "/share/").replace("/questions/1", "/questions/2")
    client.follow(client.get(wrong, status=302), status=404)
    forged = link_in(relayed, "/share/").replace("/case-study", "0/case-study")
    client.get(forged, status=404)


def test_staff_take_abuse_away_and_say_why(
    client: CheckedClient, study: CaseStudy, publisher: User
) -> None:
    waits, shown = build.asked(study), build.answered(study, email="bea@asker.example")
    client.sign_in(publisher)
    listed = client.get("/manage/team-questions")
    assert waits.reference in listed.text and "asker.example" not in listed.text
    for one in (waits, shown):
        here = f"/manage/team-questions/{one.reference}"
        assert "asker.example" not in client.get(here).text
        send(client, client.get(here).links()["Take it away"], reason="It names a resident")
    client.sign_in(None)
    assert build.ANSWER not in client.get(f"/case-studies/{study.slug}").text
    lead = case_studies.lead_of(study).email
    removed = told("team_question.removed")
    assert {one.recipient for one in removed} == {lead, "bea@asker.example"}
    assert all("It names a resident" in one.body for one in removed) and faults() == []
    client.sign_in(case_studies.lead_of(study))
    client.get(f"/my-case-studies/{study.slug}/questions/{waits.number}", status=404)


def test_no_address_and_no_word_is_where_it_should_not_be(
    client: CheckedClient, study: CaseStudy, publisher: User
) -> None:
    """Planted in the address: on pages of everybody, in data and downloads, and in the trail."""
    build.answered(study, name="Showword", stands=Stands.NAMED)
    lead = case_studies.lead_of(study)
    page, mine = f"/case-studies/{study.slug}", f"/my-case-studies/{study.slug}/questions"
    seen = [client.get(path).text for path in (page, f"{page}.json", "/case-studies.atom")]
    client.sign_in(lead)
    seen += [client.get(path).text for path in (mine, f"{mine}/1", "/applications")]
    client.sign_in(publisher)
    listed = client.get("/manage/team-questions")
    seen += [listed.text] + [
        client.post(f"/manage/team-questions.{kind}", listed.form_values(), status=200).data.decode(
            "utf-8", "replace"
        )
        for kind in ("csv", "json")
    ]
    assert all("QST-" in text for text in seen[-2:])
    assert all("asker.example" not in text for text in seen)
    trail = "\n".join(
        str(tuple(row))
        for model in (AuditEvent, AuditName, AuditPerson)
        for row in db.session.execute(sa.select(*model.__table__.columns))
    )
    for words in ("asker.example", "night staff", "About six weeks", "Showword"):
        assert words not in trail
    to_team = [one for one in db.session.scalars(sa.select(OutboxMessage))
               if one.notice.startswith("team_question.") and one.recipient != ASKER]  # fmt: skip
    assert to_team and all("asker.example" not in one.subject + one.body for one in to_team)
    assert all(lead.email not in one.body for one in letters(ASKER))
