"""What applicants tell the programme about people who should not assess them."""

from __future__ import annotations

import tomllib

from flask import Flask

from award.foundation.policy import Role
from award.seeding.demo.files import DEMO
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient

PLANTED = "Not Dr Gallimore of the Ostrich Institute"


def test_an_assessor_never_reads_whom_the_applicant_would_rather_not_have(
    app: Flask, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(question_set_id=rounds.with_a_staff_question().id)
    application = applications.submitted(
        round_, answers=rounds.small_answers(exclude_reviewers=PLANTED)
    )
    person = assessment.assessor()
    assessment.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    assert PLANTED not in page.html
    assert "Who should not assess it?" not in page.html
    staff = client.sign_in(user(roles=(Role.STAFF,)))
    assert PLANTED in staff.get(f"/manage/applications/{application.reference}", budget=14).html


def test_the_real_question_set_keeps_it_from_assessors() -> None:
    path = DEMO.parent / "question_sets" / "asc-ai.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    only = [q["key"] for s in data["sections"] for q in s["questions"] if q.get("staff_only")]
    assert only == ["exclude_reviewers"]
