"""Whole applications that leave the service, as documents: who took which."""

from __future__ import annotations

import hashlib

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.policy import Actor


@act("assignment.take_copy")
def note_copy_for_assessor(assignment: Assignment, kind: str, file: bytes, *, actor: Actor) -> None:
    """An assessor took the application of theirs, as they may read it."""
    _note(assignment.application, kind, file, actor)


@act("assessment.take_copy")
def note_copy_for_staff(application: Application, kind: str, file: bytes, *, actor: Actor) -> None:
    """Somebody who reads everything took it."""
    _note(application, kind, file, actor)


def _note(application: Application, kind: str, file: bytes, actor: Actor) -> None:
    evidence = {"format": kind, "sha256": hashlib.sha256(file).hexdigest()}
    audit.record(actor, "application.take_copy", application, evidence, codes={"format"})
