"""Who may promote, read and answer, and who finds nothing there."""

from __future__ import annotations

import pytest
from flask import Flask

from award.applications.models import Application
from award.assessment.services import declaring
from award.case_studies.services import agreement, promotion
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.build import applications, assessment, decisions, rounds
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


def staff_path(application: Application) -> str:
    return f"/manage/applications/{application.reference}/promote"


def refused(application: Application, *roles: Role) -> str:
    with pytest.raises(Refused) as refusal, transaction():
        promotion.promote(application, actor=actor_of(user(roles=roles)))
    return str(refusal.value.rule)


def test_only_what_is_funded_and_released_can_be_promoted(app: Flask) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    waiting = applications.submitted(round_)
    rejected = applications.submitted(round_)
    decisions.staged(rejected, "reject")
    decisions.staged(waiting, "fund")
    assert refused(waiting, Role.STAFF) == "case_study.promote"
    decisions.released(round_)
    assert refused(rejected, Role.STAFF) == "case_study.promote"
    with transaction():
        promotion.promote(waiting, actor=actor_of(user(roles=(Role.PUBLISHER,))))
    assert refused(waiting, Role.STAFF) == "case_study.once"


def test_staff_see_why_an_unfunded_one_is_refused_and_others_see_nothing(
    app: Flask, client: CheckedClient
) -> None:
    application = applications.submitted(rounds.closed_round())
    client.sign_in(user(roles=(Role.STAFF,)))
    client.get(staff_path(application), status=403)
    for role in (Role.PUBLISHER, Role.ASSESSOR, Role.APPLICANT):
        client.sign_in(user(roles=(role,)))
        client.get(staff_path(application), status=404)


def test_an_assessor_promotes_only_what_they_assessed(app: Flask, client: CheckedClient) -> None:
    application = applications.submitted(rounds.closed_round(min_assessments=1))
    mine, other = assessment.assessor("Mo Example"), assessment.assessor("Lee Example")
    assessment.scored(application, [8, 8, 8], mine)
    decisions.awarded(application)
    assert refused(application, Role.ASSESSOR) == "case_study.promote"
    client.sign_in(other)
    client.get(f"/assess/{application.reference}/promote", status=404)
    page = client.get("/assess/case-studies")
    assert application.title not in page.text
    assert "projects that others assessed do not" in page.text

    client.sign_in(mine)
    assert application.title in client.get("/assess/case-studies").text
    path = f"/assess/{application.reference}/promote"
    client.get(path)
    values = client.get(path).form_values()
    page = client.post(path, values, status=200)
    assert page.errors == ["Say why others should read of it"]
    values |= {"why": ["It says what the night staff saw."]}
    assert client.post(path, values).location == "/assess/case-studies"
    assert application.title not in client.get("/assess/case-studies").links()
    client.get("/manage/case-studies", status=404)
    client.get("/manage/case-studies/listening-for-falls-at-night", status=404)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.PUBLISHER])
def test_a_conflict_of_interest_hides_it_everywhere(
    app: Flask, client: CheckedClient, role: Role
) -> None:
    """Whoever declared one, in whatever other role they come."""
    application = applications.submitted(rounds.closed_round(min_assessments=1))
    assessment.scored(application, [8, 8, 8])
    person = user("Con Flicted", roles={Role.ASSESSOR, role})
    assignment = assessment.scored(application, [8, 8, 8], person)
    with transaction():
        declaring.declare_conflict(assignment, "financial", "I own shares.", actor=actor_of(person))
    decisions.awarded(application)
    with pytest.raises(Refused), transaction():
        promotion.promote(application, actor=actor_of(person))

    client.sign_in(person)
    assert application.title not in client.get("/assess/case-studies").text
    study = build.sent(application)
    client.get(staff_path(application), status=404)
    client.get(f"/manage/case-studies/{study.slug}", status=404)
    client.get(f"/manage/case-studies/{study.slug}/edit", status=404)
    if role is not Role.ASSESSOR:
        page = client.get("/manage/case-studies")
        assert study.title not in page.text and "no case studies" in page.text


def test_another_applicant_finds_nothing(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(user("Nosy Example", roles=()))
    for path in ("", "/changes", "/withdraw"):
        client.get(f"/my-case-studies/{study.slug}{path}", status=404)
        client.post(f"/my-case-studies/{study.slug}{path}", {"reason": "x"}, status=404)
    assert study.title not in client.get("/my-case-studies").text
    client.get(f"/manage/case-studies/{study.slug}", status=404)
    with pytest.raises(Refused), transaction():
        agreement.agree(build.again(study), name="N", actor=actor_of(user(roles=())))
    assert build.again(study).state == "with_applicant"


def test_staff_cannot_agree_in_the_applicants_place(app: Flask) -> None:
    study = build.again(build.sent())
    with pytest.raises(Refused), transaction():
        agreement.agree(study, name="S", actor=actor_of(user(roles=(Role.ADMIN,))))


def test_an_auditor_reads_and_changes_nothing(app: Flask, client: CheckedClient) -> None:
    study = build.agreed(build.sent())
    client.sign_in(user(roles=(Role.AUDITOR,)))
    client.get("/manage/case-studies")
    page = client.get(f"/manage/case-studies/{study.slug}")
    assert not {"Publish", "Take down", "Take back to edit"} & {*page.buttons(), *page.links()}
    client.get(f"/manage/case-studies/{study.slug}/edit", status=403)
    for path in ("edit/problem", "edit/all", "publish", "take-down"):
        client.get(f"/manage/case-studies/{study.slug}/{path}", status=403)
        client.post(f"/manage/case-studies/{study.slug}/{path}", status=403)


def test_a_draft_is_nobodys_but_the_editors(app: Flask, client: CheckedClient) -> None:
    study = build.complete()
    client.get(f"/case-studies/{study.slug}", status=404)
    client.sign_in(build.lead_of(study))
    page = client.get(f"/my-case-studies/{study.slug}")
    assert "is writing a case study of your project" in page.text
    assert study.problem not in page.text and study.summary not in page.text
    client.get(f"/case-studies/{study.slug}", status=404)
