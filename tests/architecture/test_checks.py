"""What `flask check` promises, each promise broken in turn behind the services' back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application
from award.case_studies.models import CaseStudy
from award.case_studies.queries.public import FOUND
from award.foundation import checks, search
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.architecture.breaks import BREAKS
from tests.build import (
    adjustments,
    applications,
    asking,
    assessment,
    calibration,
    case_studies,
    challenges,
    complaints,
    draws,
    enquiries,
    matching,
    moderation,
    open_data,
    payments,
    rounds,
    shares,
    watches,
)
from tests.build.accounts import user

OF_FILES = {
    "Every file that was submitted is there as it was sent",
    "No file waits for the scanner for longer than ten minutes",
    "Files can be stored, and the scanner answers",
}


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    """A published case study, with all that led to it."""
    found = case_studies.published(case_studies.funded(assessors=True))
    complaints.answered()
    adjustments.answered(adjustments.asked_in(rounds.open_round(), user("Ada Asks", roles=())))
    _claim()
    _draft()
    enquiries.answered()
    watches.followed()
    keep_rows()
    assert faults() == {}
    return found


def _claim() -> None:
    """By somebody who has assessed in the round, on the panel that is paid."""
    round_ = rounds.closed_round()
    person = assessment.assessor("Pai Dfor", panel="lived_experience")
    assessment.scored(applications.submitted(round_), [8, 8, 8], person)
    payments.a_claim(round_, person)


def _draft() -> None:
    applied = db.session.scalars(sa.select(Application).order_by(Application.id)).first()
    about = there(applied, "an application")
    round_ = db.session.get_one(Round, about.round_id)
    matching.draft(round_, user("Dra Fter", roles=(Role.STAFF,)), [(about, user("Rea Der"))])


def faults() -> dict[str, list[str]]:
    found = {says: list(check()) for says, check in checks.CHECKS.all().items()}
    return {says: lines for says, lines in found.items() if lines}


def test_a_broken_promise_is_told(study: CaseStudy) -> None:
    calibration.calibrated(rounds.closed_round(), assessment.assessor())
    moderation.moderated(staff=user("Mo Moderates", roles=(Role.STAFF,)))
    draws.drawn(rounds.closed_round(), user("Dra Wer", roles=(Role.STAFF,)))
    open_data.public(case_studies.funded())
    challenges.challenge()
    shares.shared()
    asking.asked(study)
    keep_rows()
    for says, (statements, words) in BREAKS.items():
        with db.session.begin_nested() as undone:
            for statement in [statements] if isinstance(statements, str) else statements:
                db.session.execute(sa.text(statement))
            assert words in "\n".join(checks.CHECKS.all()[says]()), says
            undone.rollback()
        db.session.expire_all()
    assert faults() == {}


def test_what_search_knows_and_what_is_public_are_the_same(study: CaseStudy) -> None:
    promise = "Only public case studies can be found"
    draft = case_studies.promoted(case_studies.funded(title="Doors that open"))
    search.put(FOUND, draft.id, "Doors that open", "Unfinished")
    assert faults() == {promise: [f"case study {draft.id}: can be found but is not public"]}
    search.remove(FOUND, draft.id)
    search.remove(FOUND, study.id)
    assert faults() == {promise: [f"case study {study.id}: is public but search does not find it"]}


def test_a_submission_that_went_missing_is_told(study: CaseStudy) -> None:
    """Rows can't be deleted, so one is made that never had a submission."""
    db.session.execute(
        sa.text(
            "INSERT INTO application (reference, round_id, phase, lead_id, state, title, "
            "submitted_at, created_at, updated_at, version) SELECT 'AIA-LOST22', round_id, phase, "
            "lead_id, 'submitted', title, submitted_at, created_at, updated_at, 1 FROM application "
            "ORDER BY id LIMIT 1"
        )
    )
    told = faults()["Whatever was submitted has a submission"]
    assert told == ["AIA-LOST22: is submitted, but its submission is missing"]


def test_the_command_counts_faults_and_fails(study: CaseStudy, app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["check"])
    assert done.exit_code == 0
    assert "WRONG" not in done.output
    assert done.output.count("ok ") == len(checks.CHECKS.all())
    one = "SELECT min(id) FROM application"
    db.session.execute(
        sa.text(f"UPDATE application SET amount_requested_gbp = 1 WHERE id = ({one})")
    )
    done = app.test_cli_runner().invoke(args=["check"])
    assert done.exit_code == 1
    assert "WRONG  Every submission is what was received\n" in done.output
    assert "1 fault found." in done.output


def test_every_promise_is_broken_here(app: Flask) -> None:
    elsewhere = {
        "Only public case studies can be found",
        "Whatever was submitted has a submission",
        *OF_FILES,  # tests/applications/test_files_kept.py
    }
    assert set(checks.CHECKS.all()) == set(BREAKS) | elsewhere
