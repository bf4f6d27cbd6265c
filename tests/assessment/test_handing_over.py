"""Somebody else takes the place of an application's lead."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import OrganisationMember, User
from award.accounts.services import people
from award.applications.queries.applications import own_application
from award.applications.services import handing_over
from award.assessment.queries.leads import person_to_lead
from award.case_studies.queries.manage import own_study
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from tests.build import accounts, applications, assessment, case_studies, rounds
from tests.client import CheckedClient


def suspended(lead: User) -> User:
    with transaction():
        people.suspend(lead, actor=SYSTEM)
    return lead


def member_of(organisation_id: int, name: str = "Una Successor") -> User:
    person = accounts.user(name, roles=())
    db.session.add(OrganisationMember(organisation_id=organisation_id, user_id=person.id))
    db.session.commit()
    return person


def known(person: User) -> User:
    found = person_to_lead(email=person.email)
    assert found is not None
    return found


def test_staff_hand_a_suspended_leads_application_to_a_colleague(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user("Old Lead", roles=())
    home = accounts.organisation(lead, name="Marigold Care")
    application = applications.submitted(rounds.closed_round(), lead, organisation=home)
    colleague = member_of(home.id)
    reference = application.reference
    suspended(lead)
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))

    assert reference in client.get("/manage/leads").text
    page = client.get(f"/manage/applications/{reference}/hand-over")
    assert f"Una Successor, {colleague.email}" in page.text
    client.post(
        f"/manage/applications/{reference}/hand-over",
        data={"person": str(colleague.id), "email": "", "reason": "Their account is suspended."},
    )

    assert "They have been told by email" in client.get(f"/manage/applications/{reference}").text
    assert reference not in client.get("/manage/leads").text
    assert own_application(accounts.actor_of(colleague), reference) is not None
    assert own_application(accounts.actor_of(lead), reference) is None
    letters = db.session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.notice.like("application.handed%"))
    ).all()
    assert letters == [colleague.email]  # nobody writes to a suspended account
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "application.hand_over")
    ).one()
    assert event.subject_name == reference


def test_a_draft_can_be_handed_over_only_when_its_lead_cannot_act(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user("Old Lead", roles=())
    draft = applications.complete(rounds.open_round(), lead, title="Secret title of a draft")
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    client.get(f"/manage/applications/{draft.reference}/hand-over", status=404)
    suspended(lead)
    for address in ("/manage/leads", f"/manage/applications/{draft.reference}/hand-over"):
        page = client.get(address)
        assert draft.reference in page.text
        assert "Secret title" not in page.text


def test_who_is_named_by_address_joins_the_organisation_and_both_are_told(app: Flask) -> None:
    lead = accounts.user("Old Lead", roles=())
    home = accounts.organisation(lead, name="Marigold Care")
    application = applications.submitted(rounds.closed_round(), lead, organisation=home)
    stranger = accounts.user("Una Successor", roles=())
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    with transaction():
        handing_over.hand_over(application, known(stranger), reason="They left.", actor=staff)
    assert db.session.get(OrganisationMember, (home.id, stranger.id)) is not None
    told = db.session.execute(
        select(OutboxMessage.notice, OutboxMessage.recipient)
        .where(OutboxMessage.notice.like("application.handed%"))
        .order_by(OutboxMessage.id)
    ).all()
    assert [tuple(row) for row in told] == [
        ("application.handed_on", lead.email),
        ("application.handed_over", stranger.email),
    ]


def test_the_case_study_goes_with_the_application(app: Flask) -> None:
    study = case_studies.sent()
    lead_id, slug = study.application.lead_id, study.slug
    successor = accounts.user("Una Successor", roles=())
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    with transaction():
        handing_over.hand_over(
            study.application, known(successor), reason="They left.", actor=staff
        )
    assert own_study(accounts.actor_of(successor), slug) is not None
    before = db.session.get_one(User, lead_id)
    db.session.refresh(before, ["roles"])
    assert own_study(accounts.actor_of(before), slug) is None


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.PUBLISHER, Role.ADMIN])
def test_nobody_of_the_programme_is_made_a_lead(app: Flask, role: Role) -> None:
    application = applications.submitted(rounds.closed_round())
    person = accounts.user("Una Insider", roles=(role,))
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    with pytest.raises(Refused, match="works for the programme"):
        handing_over.hand_over(application, known(person), reason="They left.", actor=staff)


def test_whoever_was_asked_to_assess_it_is_not_made_its_lead(app: Flask) -> None:
    application = applications.submitted(rounds.closed_round())
    assessor = assessment.assessor("Una Assessor")
    assessment.assigned(application, assessor)
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    with pytest.raises(Refused, match="asked to assess"):
        handing_over.hand_over(application, known(assessor), reason="They left.", actor=staff)


def test_who_cannot_sign_in_or_leads_already_is_refused(app: Flask) -> None:
    application = applications.submitted(rounds.closed_round())
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    gone = suspended(accounts.user("Una Gone", roles=()))
    with pytest.raises(Refused, match="can’t sign in"):
        handing_over.hand_over(application, known(gone), reason="They left.", actor=staff)
    with pytest.raises(Refused, match="already"):
        handing_over.hand_over(application, known(application.lead), reason="Why not.", actor=staff)
    with pytest.raises(Refused, match="can’t be done now"):
        lead = accounts.actor_of(known(application.lead))
        handing_over.hand_over(application, known(gone), reason="For me.", actor=lead)


def test_what_was_typed_stays_when_nobody_has_the_address(
    app: Flask, client: CheckedClient
) -> None:
    application = applications.submitted(rounds.closed_round())
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    page = client.post(
        f"/manage/applications/{application.reference}/hand-over",
        data={"person": "", "email": "nobody@example.org", "reason": "They left the company."},
        status=200,
    )
    assert "Nobody has an account with this address" in page.text
    assert "They left the company." in page.text
