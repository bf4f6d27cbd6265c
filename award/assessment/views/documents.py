"""An application as a document, for those who assess it and those who run the round; and for its
own people, as those will read it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules.documents import DRAFT, About
from award.applications.rules.moments import to_the_second
from award.assessment.models.assignments import Assignment
from award.assessment.queries import before_reading, own, pins, staff, submissions
from award.assessment.rules.documents import read_document
from award.assessment.services import taking_out
from award.design.formatters import long_datetime
from award.foundation.db import transaction
from award.foundation.documents.handing_out import WAYS, handed_out, set_as
from award.foundation.documents.parts import Document
from award.foundation.web import current_actor, not_found, requires
from award.rounds.queries.criteria import criteria_of

blueprint = Blueprint("read_documents", __name__)


@blueprint.post("/assess/<reference>/application.<kind>")
@requires("assignment.take_copy", load=own.assignment_for)
def to_assessor(assignment: Assignment, kind: str) -> ResponseReturnValue:
    """As they read it at their desk, masked alike. Recorded, since all of it leaves. Whoever is to
    keep no copy once their scores are in is given none then."""
    _known(kind)
    file = set_as(kind, for_assessor(assignment))
    with transaction():
        taking_out.note_copy_for_assessor(assignment, kind, file, actor=current_actor())
    return handed_out(kind, assignment.application.reference, file)


@blueprint.get("/assess/<reference>/application.<kind>")
@requires("assignment.read_application", load=own.assignment_for)
def no_copy(assignment: Assignment, kind: str) -> ResponseReturnValue:
    """It is asked for with a button, since it is recorded: to the page that has it."""
    _known(kind)
    return redirect(url_for("assessment.desk", reference=assignment.application.reference))


@blueprint.post("/manage/applications/<reference>/application.<kind>")
@requires("assessment.take_copy", load=staff.application_for_staff)
def to_staff(found: Application, kind: str) -> ResponseReturnValue:
    """What was submitted, nothing hidden."""
    _known(kind)
    file = set_as(kind, for_staff(found))
    with transaction():
        taking_out.note_copy_for_staff(found, kind, file, actor=current_actor())
    return handed_out(kind, found.reference, file)


@blueprint.get("/manage/applications/<reference>/application.<kind>")
@requires("assessment.take_copy", load=staff.application_for_staff)
def no_copy_for_staff(found: Application, kind: str) -> ResponseReturnValue:
    """As for assessors."""
    _known(kind)
    return redirect(url_for("assessment_staff.application", reference=found.reference))


@blueprint.get("/applications/<reference>/as-read.pdf")
@requires("application.view", load=applications.own_application)
def as_read(application: Application) -> ResponseReturnValue:
    """The exact document that an assessor of it would get, or will; of a draft, as it stands."""
    its = before_reading.its_own(application, criteria=criteria_of(application.round_id))
    when = _received(its.made) if its.sent else ("Last saved", long_datetime(its.made))
    about = _about(application, its.made, when, "" if its.sent else DRAFT)
    made = read_document(about, its.reading, its.content)
    return handed_out("pdf", f"{application.reference} as assessors read it", set_as("pdf", made))


def for_assessor(assignment: Assignment) -> Document:
    """What the reading view has."""
    reading = submissions.reading_of(assignment, str)
    submission = submissions.submission_of(assignment.application_id)
    about = _about(
        assignment.application, submission.received_at, _received(submission.received_at)
    )
    return read_document(about, reading, submission.content)


def for_staff(application: Application) -> Document:
    submission, reading = submissions.submission_read(application, str)
    about = _about(application, submission.received_at, _received(submission.received_at))
    round_ = application.round
    criteria = round_.every_criterion
    passages = pins.passages_on(application.id, criteria, reading)
    return read_document(about, reading, submission.content, passages)


def _received(moment: datetime) -> tuple[str, str]:
    return "Received", to_the_second(moment)


def _known(kind: str) -> None:
    if kind not in WAYS:
        not_found()


def _about(
    application: Application, made: datetime, when: tuple[str, str], mark: str = ""
) -> About:
    return About(
        application.reference, application.title, application.round.title, application.phase,
        made, current_app.config["SERVICE_NAME"],
        facts=(("Reference", application.reference), when), mark=mark,
    )  # fmt: skip
