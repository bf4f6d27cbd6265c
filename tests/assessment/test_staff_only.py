"""What applicants tell the programme about people who should not assess them."""

from __future__ import annotations

import tomllib

from flask import Flask

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.services.reference_data import import_question_set
from award.seeding.demo.files import DEMO
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient

PLANTED = "Not Dr Gallimore of the Ostrich Institute"


def test_an_assessor_never_reads_whom_the_applicant_would_rather_not_have(
    app: Flask, client: CheckedClient
) -> None:
    data = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    data = {**data, "key": "with-staff-only", "sections": [*data["sections"]]}
    data["sections"].append({
        "key": "people_not_to_ask",
        "title": "People not to ask",
        "questions": [{
            "key": "exclude_reviewers", "kind": "long_text", "label": "Who should not assess it?",
            "short": "Not to ask", "max_words": 50, "required": False, "staff_only": True,
        }],
    })  # fmt: skip
    with transaction():
        stored = import_question_set(data, actor=SYSTEM)
    round_ = rounds.closed_round(question_set_id=stored.id)
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
