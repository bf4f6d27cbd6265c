"""Uploaded files, for those who assess an application and for those who run the round."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own, staff, submissions
from award.assessment.queries.submissions import Lying, Way
from award.foundation.files.downloads import attachment
from award.foundation.files.types import TYPES
from award.foundation.web import not_found, requires

blueprint = Blueprint("submitted_files", __name__)


def way_of(assignment: Assignment) -> Way:
    reference = assignment.application.reference
    return lambda key: url_for("submitted_files.to_assessor", reference=reference, key=key)


def way_of_staff(application: Application) -> Way:
    reference = application.reference
    return lambda key: url_for("submitted_files.to_staff", reference=reference, key=key)


@blueprint.get("/assess/<reference>/files/<key>")
@requires("assignment.read_application", load=own.assignment_for)
def to_assessor(assignment: Assignment, key: str) -> ResponseReturnValue:
    """The copy without its author's details, under a name that doesn't tell who applies."""
    return _sent(submissions.file_for_assessor(assignment, key) or not_found())


@blueprint.get("/manage/applications/<reference>/files/<key>")
@requires("assessment.read_all", load=staff.application_for_staff)
def to_staff(found: Application, key: str) -> ResponseReturnValue:
    """The file as it was uploaded."""
    return _sent(submissions.file_for_staff(found, key) or not_found())


def _sent(lying: Lying) -> ResponseReturnValue:
    return attachment(lying.lies_at, lying.name, TYPES[lying.type])
