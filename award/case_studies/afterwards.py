"""Emails about what comes after a case study was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.assessment.queries.reach import colleagues
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role


def team_of(study: CaseStudy) -> list[Recipient]:
    """Whoever speaks for the project: the lead of its application. Nobody while their account is
    suspended."""
    application = study.application
    if application is None or not application.lead.active:
        return []
    return [Recipient(application.lead.email, application.lead.name)]


def publishers(study: CaseStudy) -> list[Recipient]:
    """Those who edit case studies, but for those who have a tie to its application."""
    found = colleagues(Role.PUBLISHER, study.application_id)
    return [Recipient(one.email, one.name) for one in found]


def _asked(question: RunningQuestion) -> Mapping[str, Any]:
    return {"slug": question.study.slug, "asked_at": question.asked_at}


_LINK = {
    "title": "Listening for falls at night",
    "slug": "listening-for-falls-at-night",
    "token": "sample",
    "until": datetime(2027, 8, 2, 10, tzinfo=UTC),
}

AFTERWARDS = (
    Notice(
        "case_study.running_asked",
        recipients=lambda question: team_of(question.study),
        context=_asked,
        says="Asks the lead applicant every six months whether the project of a public case study "
        "still runs, by a link that needs no account",
        sample=_LINK,
    ),
    Notice(
        "case_study.running_reminded",
        recipients=lambda question: team_of(question.study),
        context=_asked,
        says="Reminds the lead applicant once that we asked whether the project still runs",
        sample={**_LINK, "asked_at": datetime(2027, 2, 1, 10, tzinfo=UTC)},
    ),
    Notice(
        "case_study.running_told",
        recipients=lambda question: publishers(question.study),
        context=_asked,
        says="Tells publishers what a team answered to whether its project still runs",
        roles=frozenset({Role.PUBLISHER}),
        optional="A team has said whether its project still runs",
        sample={
            "title": _LINK["title"],
            "slug": _LINK["slug"],
            "answer": "still running",
        },
    ),
)
