"""What those who run a round see and do."""

from __future__ import annotations

import pytest

from award.assessment.queries.staff import application_for_staff
from award.assessment.services import declaring, scoring
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS, Role
from tests.build import accounts, applications
from tests.build import assessment as build
from tests.build.accounts import actor_of

pytestmark = pytest.mark.any_database


def letters_to(person):
    return db.session.scalars(
        db.select(OutboxMessage).where(
            OutboxMessage.recipient == person.email,
            OutboxMessage.about_kind == "user_account",
            OutboxMessage.notice.startswith("assignment."),
        )
    ).all()


@pytest.fixture
def staff(app):
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_assigning_from_the_page(staff, client):
    application = applications.submitted()
    person = build.assessor("Noor Example", panel="lived_experience")
    here = f"/manage/applications/{application.reference}"
    client.sign_in(staff)
    page = client.get(here)
    assert f"Noor Example, {person.email} (Lived experience, 0 to do)" in page.text
    assert "Too few to say: 0 of the 2 sheets needed" in page.text
    after = client.follow(
        client.post(f"{here}/assign", {**page.form_values(), "assessor": str(person.id)})
    )
    assert "Noor Example has been asked" in after.text
    assert "To declare" in after.text
    assert "There is nobody left to ask" in after.text


def test_nobody_outside_the_list_can_be_assigned(staff, client):
    lead = accounts.user("Lee Lead", roles=(Role.ASSESSOR,))
    application = applications.submitted(lead=lead)
    build.assessor()
    here = f"/manage/applications/{application.reference}"
    client.sign_in(staff)
    values = client.get(here).form_values()
    for value in ("", str(lead.id), "99999", "x"):
        page = client.post(f"{here}/assign", {**values, "assessor": value}, status=200)
        assert len(page.errors) == 1


def test_sheets_side_by_side_with_their_statistics(staff, client):
    application = build.assessed(applications.submitted(), staff=staff)
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}", budget=12)
    for shown in ("65.0%", "57.0% to 73.0%", "16.0 points", "11.3 points", "2 of 2"):
        assert shown in page.text
    assert "Too few" not in page.text
    for shown in ("Assessor Example 1", "Assessor Example 2", "No concerns."):
        assert shown in page.text


def test_a_voided_sheet_is_shown_and_does_not_count(staff, client):
    application = applications.submitted()
    person = build.assessor("Noor Example")
    assignment = build.scored(application, [9, 9, 9], person, staff=staff)
    declaring.declare_conflict(assignment, "family", "A cousin.", actor=actor_of(person))
    db.session.commit()
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}")
    assert "does not count since a conflict of interest came up" in page.text
    assert "Family: A cousin." in page.text
    assert "Too few to say: 0 of the 2" in page.text


def test_a_draft_stays_with_its_assessor(staff, client):
    application = applications.submitted()
    person = build.assessor()
    assignment = build.declared(application, person, staff=staff)
    values = build.sheet_values(application, [9, 9, 9], justification="STILL-A-DRAFT")
    scoring.save_sheet(assignment, values, {}, actor=actor_of(person))
    db.session.commit()
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}")
    assert "STILL-A-DRAFT" not in page.html


def test_returning_needs_a_reason(staff, client):
    application = applications.submitted()
    assignment = build.scored(application, [9, 9, 9], staff=staff)
    client.sign_in(staff)
    here = client.get(f"/manage/applications/{application.reference}").links()
    (path,) = [href for href in here.values() if href.endswith("/return")]
    assert path.endswith(f"/assessors/{assignment.alias[-1]}/return")
    page = client.get(path)
    assert client.post(path, page.form_values(), status=200).errors == [
        "Say what the assessor should change"
    ]
    client.post(path, {**page.form_values(), "reason": "Please say more."})
    client.get(path, status=403)


def test_removing(staff, client):
    application = applications.submitted()
    assignment = build.assigned(application, build.assessor("Noor Example"), staff=staff)
    client.sign_in(staff)
    path = f"/manage/applications/{application.reference}/assessors/{assignment.alias[-1]}/remove"
    page = client.get(path)
    assert "has not written anything" in page.text
    assert client.post(path, page.form_values(), status=200).errors == [
        "Say why you are removing this assessor"
    ]
    after = client.follow(client.post(path, {**page.form_values(), "reason": "On leave"}))
    assert "Noor Example no longer has this application" in after.text
    assert "Removed" in after.text
    assert "On leave" in after.text


def test_removing_somebody_who_has_begun_says_what_becomes_of_it(staff, client):
    application, person = applications.submitted(), build.assessor("Noor Example")
    assignment = build.declared(application, person, staff=staff)
    values = build.sheet_values(application, [9, 9, 9], justification="STILL-A-DRAFT")
    scoring.save_sheet(assignment, values, {}, actor=actor_of(person))
    db.session.commit()
    path = f"/manage/applications/{application.reference}/assessors/{assignment.alias[-1]}/remove"
    page = client.sign_in(staff).get(path)
    assert "Noor Example has begun a score sheet" in page.text
    assert "STILL-A-DRAFT" not in page.html


def test_an_auditor_sees_the_same_without_buttons(staff, client):
    application = build.assessed(applications.submitted(), staff=staff)
    build.assigned(application, staff=staff)
    client.sign_in(accounts.user("Al Auditor", roles=(Role.AUDITOR,)))
    page = client.get(f"/manage/applications/{application.reference}")
    assert "65.0%" in page.text
    assert [text for text in page.links() if text.startswith(("Remove", "Return"))] == []
    assert "Assign and email" not in page.buttons()
    client.get(f"/manage/rounds/{application.round.reference}/applications")
    client.post(f"/manage/applications/{application.reference}/assign", status=403)


def test_drafts_and_strangers(staff, client):
    draft, application = applications.draft(), applications.submitted()
    client.sign_in(staff).get(f"/manage/applications/{draft.reference}", status=404)
    for roles in ((), (Role.ASSESSOR,), (Role.PUBLISHER,)):
        client.sign_in(accounts.user(roles=roles))
        client.get(f"/manage/applications/{application.reference}", status=404)
        client.get(f"/manage/rounds/{application.round.reference}/applications", status=404)


def test_each_role_loads_what_is_its_own(app):
    """What every staff page loads an application through: never a draft, never for assessors."""
    draft = applications.draft()
    sent = applications.submitted(title="Sent")
    for role, seen in (
        (Role.STAFF, True),
        (Role.AUDITOR, True),
        (Role.ADMIN, False),
        (Role.ASSESSOR, False),
        (Role.PUBLISHER, False),
    ):
        actor = actor_of(accounts.user(roles=(role,)))
        assert application_for_staff(actor, draft.reference) is None
        found = application_for_staff(actor, sent.reference)
        assert (found is not None) is seen, role
    assert application_for_staff(ANONYMOUS, sent.reference) is None
