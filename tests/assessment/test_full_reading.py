"""A whole application of the form that ships, with every table and every slot: each page that reads
it asks the database as little as for a small one."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.values import PhaseValues
from tests.build import accounts, applications, assessment, documents, files, rounds
from tests.client import CheckedClient

FORM = Path(__file__).parents[2] / "seeds" / "question_sets" / "asc-ai.toml"
PHASE = 3
PHASES = (PhaseValues(PHASE, min_months=12, max_months=36),)
STATEMENTS = 8


def full() -> tuple[Application, str]:
    """Submitted, with the label of its first table."""
    asked = rounds.question_set(FORM)
    round_ = rounds.open_round(question_set_id=asked.id, phases=PHASES)
    questions = question_set(asked.id).asked({}, PHASE)
    slots = [one.key for one in questions if one.kind == "file"]
    given = {key: (f"{key}.pdf", documents.pdf(f"What {key} says")) for key in slots}
    application = applications.submitted(round_, phase=PHASE, files=given)
    files.look()
    return application, next(one.label for one in questions if one.kind == "table")


def test_every_page_of_it_asks_eight_times_at_most(app: Flask, client: CheckedClient) -> None:
    application, table = full()
    own, reference = f"/applications/{application.reference}", application.reference
    lead = db.session.get_one(User, application.lead_id)
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    person = assessment.assessor()
    assessment.declared(application, person)
    for who, path in (
        (lead, f"{own}/submission"), (lead, f"{own}/as-an-assessor"),
        (staff, f"/manage/applications/{reference}"), (person, f"/assess/{reference}"),
    ):  # fmt: skip
        client.sign_in(who).get(path)  # what a process reads once
        assert table in client.get(path, budget=STATEMENTS).text, path
