"""Emails about case studies."""

from __future__ import annotations

from typing import Any

from award.case_studies import queries
from award.case_studies.models import CaseStudy
from award.foundation.outbox import Recipient, notice


def _to_lead(study: CaseStudy) -> list[Recipient]:
    application = study.application
    return [Recipient(application.lead.email, application.lead.name)] if application else []


def _to_sender(study: CaseStudy) -> list[Recipient]:
    sender = queries.last_sender(study)
    return [Recipient(sender.email, sender.name)] if sender is not None else []


def _about(study: CaseStudy) -> dict[str, Any]:
    return {
        "title": study.title,
        "slug": study.slug,
        "review_by_on": study.review_by_on,
        "public": study.public,
    }


notice(
    "case_study.sent",
    recipients=_to_lead,
    context=_about,
    says="Asks the lead applicant to read the draft of a case study, and to agree or ask for "
    "changes",
)
notice(
    "case_study.agreed",
    recipients=_to_sender,
    context=_about,
    says="Tells whoever sent a case study that the applicant agreed it",
)
notice(
    "case_study.changes_asked",
    recipients=_to_sender,
    context=_about,
    says="Tells whoever sent a case study what the applicant wants changed",
)
notice(
    "case_study.withdrawn",
    recipients=_to_sender,
    context=_about,
    says="Tells whoever sent a case study that the applicant has withdrawn their agreement",
)
notice(
    "case_study.published",
    recipients=_to_lead,
    context=_about,
    says="Tells the lead applicant that their case study is public, and where",
)
