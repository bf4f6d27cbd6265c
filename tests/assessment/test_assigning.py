"""Who can be asked, and what follows."""

from __future__ import annotations

import pytest

from award.applications.models import Application
from award.assessment import queries, services
from award.assessment.models import Assignment
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import accounts, applications
from tests.build import assessment as build
from tests.build.accounts import actor_of


def refused(application, person, staff=None, field="assessor"):
    staff = staff or accounts.user(roles=(Role.STAFF,))
    with pytest.raises(Refused) as refusal:
        services.assign(application, person, actor=actor_of(staff))
    db.session.rollback()
    assert refusal.value.field == field
    return refusal.value.reason


def state_of(application):
    return db.session.scalar(
        db.select(Application.state)
        .where(Application.id == application.id)
        .execution_options(populate_existing=True)
    )


def test_the_first_assignment_begins_assessment_and_tells_the_assessor_the_title(app):
    application = applications.submitted(title="Hearing alarms")
    person = build.assessor("Noor Example")
    build.assigned(application, person)
    assert state_of(application) == "in_assessment"
    sent = db.session.scalars(
        db.select(OutboxMessage).where(OutboxMessage.recipient == person.email)
    ).all()
    assert [message.notice for message in sent] == ["assignment.assigned"]
    assert "Hearing alarms" in sent[0].body
    assert f"/assess/{application.reference}" in sent[0].body
    assert "An example answer" not in sent[0].body
    assert "Brightwater" not in sent[0].body
    build.assigned(application)
    assert state_of(application) == "in_assessment"


def test_only_staff_assign(app):
    application = applications.submitted()
    auditor = accounts.user(roles=(Role.AUDITOR,))
    refused(application, build.assessor(), auditor, field=None)
    refused(application, build.assessor(), build.assessor(), field=None)


def test_only_assessors_can_be_asked(app):
    application = applications.submitted()
    assert "not an assessor" in refused(application, accounts.user("Pat", roles=()))


def test_those_who_read_every_sheet_cannot_be_asked(app):
    application = applications.submitted()
    for role in (Role.STAFF, Role.ADMIN, Role.AUDITOR):
        both = accounts.user("Bo", roles=(Role.ASSESSOR, role))
        assert "independently" in refused(application, both)
        assert both.id not in {row.id for row in queries.assessors_for(application)}


def test_the_lead_and_members_of_the_organisation_cannot_be_asked(app):
    lead = accounts.user("Lee", roles=(Role.ASSESSOR,))
    member = accounts.user("Mo", roles=(Role.ASSESSOR,))
    other = build.assessor()
    organisation = accounts.organisation(member)
    # the lead uses an organisation that somebody else also belongs to
    from award.accounts.models import OrganisationMember

    db.session.add(OrganisationMember(organisation_id=organisation.id, user_id=lead.id))
    db.session.commit()
    application = applications.submitted(lead=lead, organisation=organisation)
    assert "belongs to the applicant" in refused(application, lead)
    assert "belongs to the applicant" in refused(application, member)
    assert [row.id for row in queries.assessors_for(application)] == [other.id]


def test_nobody_is_asked_twice_and_a_conflict_is_final(app):
    application = applications.submitted()
    person = build.assessor()
    actor = actor_of(person)
    assignment = build.assigned(application, person)
    assert "already" in refused(application, person)
    services.declare_conflict(assignment, "family", actor=actor)
    db.session.commit()
    assert "conflict" in refused(application, person)
    assert queries.assessors_for(application) == []


def test_a_draft_and_a_withdrawn_application_cannot_be_assigned(app):
    draft = applications.draft()
    refused(draft, build.assessor(), field=None)


def test_someone_who_declined_can_be_asked_again_under_the_same_alias(app):
    application = applications.submitted()
    person = build.assessor()
    assignment = build.assigned(application, person)
    alias = assignment.alias
    services.decline(assignment, "too_many", actor=actor_of(person))
    db.session.commit()
    assert person.id in {row.id for row in queries.assessors_for(application)}
    again = build.assigned(application, person)
    assert (again.id, again.alias, again.state) == (assignment.id, alias, "to_declare")


def test_aliases_differ_within_an_application(app):
    application = applications.submitted()
    aliases = {build.assigned(application).alias for _ in range(6)}
    assert len(aliases) == 6


def test_a_removed_assessor_keeps_the_draft_unseen(app):
    application = applications.submitted()
    person, staff = build.assessor(), accounts.user(roles=(Role.STAFF,))
    assignment = build.declared(application, person, staff=staff)
    services.remove(assignment, actor=actor_of(staff))
    db.session.commit()
    assert queries.assignment_for(actor_of(person), application.reference) is None
    assert queries.assignments_of(actor_of(person)) == []
    assert queries.sheet_or_none(assignment.id) is not None


def test_load_and_panel_are_offered_with_the_name(app):
    application, other = applications.submitted(), applications.submitted()
    person = build.assessor("Noor Example", panel="lived_experience")
    build.assigned(other, person)
    (row,) = queries.assessors_for(application)
    assert (row.name, row.panel_label, row.load) == ("Noor Example", "Lived experience", 1)
    build.assigned(application, person)
    assert db.session.scalar(db.select(db.func.count()).select_from(Assignment)) == 2
