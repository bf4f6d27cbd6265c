"""Who can be asked, and what follows."""

from __future__ import annotations

import pytest

from award.applications.models import Application
from award.applications.services.submitting import withdraw
from award.assessment.models.assignments import Assignment
from award.assessment.queries import people, sheets, worklist
from award.assessment.queries.own import assignment_for
from award.assessment.services import assigning, declaring
from award.assessment.services.asking_many import Done
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of


def refused(application, person, staff=None, field="assessor"):
    staff = staff or accounts.user(roles=(Role.STAFF,))
    with pytest.raises(Refused) as refusal:
        assigning.assign(application, person, actor=actor_of(staff))
    db.session.rollback()
    assert refusal.value.field == field
    return refusal.value.reason


def letters_to(person):
    query = db.select(OutboxMessage).where(OutboxMessage.recipient == person.email)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


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
    sent = letters_to(person)
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
        assert both.id not in {row.id for row in people.assessors_for(application.id, SYSTEM)}


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
    assert [row.id for row in people.assessors_for(application.id, SYSTEM)] == [other.id]


def test_nobody_is_asked_twice_and_a_conflict_is_final(app):
    application = applications.submitted()
    person = build.assessor()
    actor = actor_of(person)
    assignment = build.assigned(application, person)
    assert "already" in refused(application, person)
    declaring.declare_conflict(assignment, "family", actor=actor)
    db.session.commit()
    assert "conflict" in refused(application, person)
    assert people.assessors_for(application.id, SYSTEM) == []


def test_drafts_and_what_is_withdrawn_or_decided_cannot_be_assigned(app):
    lead = accounts.user(roles=())
    withdrawn, decided = applications.submitted(lead=lead), applications.submitted()
    withdraw(withdrawn, actor=actor_of(lead))
    db.session.commit()
    build.decided(decided)
    for application in (applications.draft(), withdrawn, decided):
        refused(application, build.assessor(), field=None)


def test_several_at_once_are_one_email_with_nothing_but_references_and_titles(app):
    round_ = rounds.open_round()
    bids = [applications.submitted(round_, title=f"Bid {number}") for number in (1, 2, 3)]
    person, staff = build.assessor("Noor Example"), accounts.user(roles=(Role.STAFF,))
    build.assigned(bids[0], person, staff=staff)
    assert build.refused(bids, person) == {
        bids[0].reference: "Noor Example has this application already"
    }
    done = build.asked(bids, person, actor=actor_of(staff))
    db.session.commit()
    assert done == Done(2, 1)
    first, second = letters_to(person)
    assert bids[0].reference in first.subject
    assert second.subject.startswith(f"Please assess 2 applications to {round_.title}, due ")
    assert [bid.reference in second.body for bid in bids] == [False, True, True]
    assert f"{bids[1].reference}: Bid 2\n" in second.body
    assert "/assess\n" in second.body
    assert "Brightwater" not in second.body
    with pytest.raises(Refused, match="Nobody can be asked for any of these"):
        build.asked(bids, person, actor=actor_of(staff))
    assert len(letters_to(person)) == 2


def test_what_would_be_assigned_is_what_is(app):
    round_ = rounds.open_round()
    person, staff = build.assessor("Noor Example"), accounts.user(roles=(Role.STAFF,))
    own = applications.submitted(
        round_, person, organisation=accounts.organisation(person, name="Own Care")
    )
    free, held, stopped = (applications.submitted(round_) for _ in range(3))
    build.assigned(held, person, staff=staff)
    declaring.declare_conflict(
        build.assigned(stopped, person, staff=staff), "family", actor=actor_of(person)
    )
    db.session.commit()
    bids = [own, free, held, stopped]
    assert [*build.refused(bids, person)] == [own.reference, held.reference, stopped.reference]
    assert build.asked(bids, person, actor=actor_of(staff)) == Done(1, 1)
    assert build.refused([free], person)[free.reference].endswith("has this application already")


def test_someone_who_declined_can_be_asked_again_under_the_same_alias(app):
    application = applications.submitted()
    person = build.assessor()
    assignment = build.assigned(application, person)
    alias = assignment.alias
    declaring.decline(assignment, "too_many", actor=actor_of(person))
    db.session.commit()
    assert person.id in {row.id for row in people.assessors_for(application.id, SYSTEM)}
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
    assigning.remove(assignment, actor=actor_of(staff), reason="SECRET-REASON")
    db.session.commit()
    assert assignment_for(actor_of(person), application.reference) is None
    mine = actor_of(person)
    assert worklist.work_of(mine, worklist.WORK.whole(mine)).total == 0
    assert sheets.sheet_or_none(assignment.id) is not None
    letter = letters_to(person)[-1]
    assert (letter.notice, letter.subject) == (
        "assignment.removed",
        f"You do not need to assess {application.reference}",
    )
    assert "SECRET-REASON" not in letter.body
    again = build.assigned(application, person, staff=staff)
    assert (again.id, again.alias, again.state) == (assignment.id, assignment.alias, "to_declare")


def test_removing_needs_a_reason(app):
    staff = accounts.user(roles=(Role.STAFF,))
    assignment = build.assigned(applications.submitted(), staff=staff)
    with pytest.raises(Refused):
        assigning.remove(assignment, actor=actor_of(staff), reason=" ")


def test_load_and_panel_are_offered_with_the_name(app):
    application, other = applications.submitted(), applications.submitted()
    person = build.assessor("Noor Example", panel="lived_experience")
    build.assigned(other, person)
    (row,) = people.assessors_for(application.id, SYSTEM)
    assert (row.name, row.panel_label, row.load) == ("Noor Example", "Lived experience", 1)
    build.assigned(application, person)
    assert db.session.scalar(db.select(db.func.count()).select_from(Assignment)) == 2
