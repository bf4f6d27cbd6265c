"""Asking for changes, and taking that back, in words that name no assessor to the applicant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from award.applications.models import Application
from award.applications.services import asked_changes, reopening
from award.assessment.services.hiding import refuse_assessors
from award.foundation.acts import act
from award.foundation.policy import Actor


@act("application.ask_changes")
def ask_changes(
    application: Application,
    questions: Collection[str],
    *,
    asks: str,
    until: datetime,
    actor: Actor,
) -> None:
    refuse_assessors(application, {"asks": asks}, actor=actor)
    reopening.ask_changes(application, questions, asks=asks, until=until, actor=actor)


@act("application.ask_changes")
def take_back(application: Application, reason: str, *, actor: Actor) -> None:
    refuse_assessors(application, {"reason": reason}, actor=actor)
    asked_changes.take_back(application, reason, actor=actor)
