"""Emails about what is open again, or for longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.applications.changing import Reopening
from award.applications.models import Application
from award.applications.notices import NAMED, SAMPLE, facts_of, lead_of
from award.applications.queries.team import writers_of
from award.applications.queries.troubles import Letter
from award.foundation.outbox import Notice, Recipient


def _lead_again(reopening: Reopening) -> list[Recipient]:
    return lead_of(reopening.application)


def _facts_again(reopening: Reopening) -> Mapping[str, Any]:
    """`title` and all are those of what stands."""
    return facts_of(reopening.application)


def _writers(application: Application) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in writers_of(application.id)]


def _open(application: Application) -> Mapping[str, Any]:
    return {**facts_of(application), "closes_at": application.closes_at}


def _concerned(letter: Letter) -> list[Recipient]:
    return [Recipient(email, name) for email, name in letter.people]


def _its_facts(letter: Letter) -> Mapping[str, Any]:
    return facts_of(letter.application)


AGAIN = (
    Notice(
        "application.extra_time",
        recipients=_concerned,
        context=_its_facts,
        says="That an application stays open for longer because the service failed its people, to "
        "those who write it and to who was hit",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "until": datetime(2026, 12, 5, 13, tzinfo=UTC),
            "why": "The service could not save anything for forty minutes.",
        },
    ),
    Notice(
        "application.reopened",
        recipients=lead_of,
        context=_open,
        says="That a submitted application is open again, to its lead",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "number": 1,
            "closes_at": datetime(2026, 12, 4, 13, tzinfo=UTC),
        },
    ),
    Notice(
        "reopening.sent",
        recipients=_lead_again,
        context=_facts_again,
        says="The receipt for an application that was submitted again, to its lead",
        sample={
            **SAMPLE,
            "phase": 2,
            "number": 2,
            "organisation": "Marigold Care",
            "lead": "Kim Example",
            "received": "Friday 4 December 2026 at 11:59:07am, London time",
            "sha256": "0f" * 32,
        },
    ),
    Notice(
        "reopening.closed",
        recipients=_lead_again,
        context=_facts_again,
        says="That what was opened again is closed without changes, to its lead",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "number": 1},
    ),
    Notice(
        "reopening.taken_back",
        recipients=_lead_again,
        context=_facts_again,
        says="That the programme team has taken a change request back, and why, to the lead",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "number": 1,
            "reason": "We found the answer in your Gantt chart.",
        },
    ),
    Notice(
        "reopening.lapsed",
        recipients=_lead_again,
        context=_facts_again,
        says="That what was opened again was not submitted in time, to its lead",
        sample={**NAMED, "reference": "AIA-7K3F9Q", "number": 1},
    ),
    Notice(
        "application.extended",
        recipients=_writers,
        context=facts_of,
        says="That one application stays open for longer, to those who write it",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "until": datetime(2026, 12, 11, 13, tzinfo=UTC),
        },
    ),
    Notice(
        "application.changes_asked",
        recipients=lead_of,
        context=facts_of,
        says="What the programme team asks to change, and by when, to the lead",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "number": 1,
            "asks": "Please name the local authority.",
            "listed": "- Where it will be used",
            "until": datetime(2026, 12, 18, 17, tzinfo=UTC),
        },
    ),
    Notice(
        "application.changes_longer",
        recipients=lead_of,
        context=facts_of,
        says="That there is more time to change what was asked, to the lead",
        sample={
            **NAMED,
            "reference": "AIA-7K3F9Q",
            "number": 1,
            "until": datetime(2026, 12, 22, 17, tzinfo=UTC),
        },
    ),
)
