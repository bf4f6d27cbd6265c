"""Emails about case studies."""

from __future__ import annotations

from typing import Any

from award.assessment.queries import colleagues
from award.case_studies import queries
from award.case_studies.models import CaseStudy
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role


def _to_lead(study: CaseStudy) -> list[Recipient]:
    """The lead of its application; nobody when they could not sign in to read more."""
    application = study.application
    if application is None or not application.lead.active:
        return []
    return [Recipient(application.lead.email, application.lead.name)]


def _to_sender(study: CaseStudy) -> list[Recipient]:
    sender = queries.last_sender(study)
    return [Recipient(sender.email, sender.name)] if sender is not None else []


def _to_everybody_who_edits(study: CaseStudy) -> list[Recipient]:
    """Whoever sent it and all publishers, each once: any of them could put it back. Not those who
    applied: it is theirs to agree, not to edit."""
    editors = colleagues(Role.PUBLISHER, study.application_id)
    publishers = [Recipient(row.email, row.name) for row in editors]
    return list(dict.fromkeys([*_to_sender(study), *publishers]))


def _about(study: CaseStudy) -> dict[str, Any]:
    return {
        "title": study.title,
        "slug": study.slug,
        "review_by_on": study.review_by_on,
        "public": study.public,
    }


def _told_to_lead(study: CaseStudy) -> dict[str, Any]:
    """What the lead may be told: never the title of a text that was not sent to them."""
    return {
        **_about(study),
        "title": queries.title_for_lead(study),
        "project": study.application.title if study.application else study.title,
    }


NOTICES = (
    Notice(
        "case_study.promoted",
        recipients=_to_lead,
        context=_told_to_lead,
        says="Tells the lead applicant that a case study of their project is being written, and "
        "what happens next",
    ),
    Notice(
        "case_study.sent",
        recipients=_to_lead,
        context=_told_to_lead,
        says="Asks the lead applicant to read the draft of a case study, and to agree or ask for "
        "changes; a later one says what they asked for and what changed, or why nothing did",
    ),
    Notice(
        "case_study.agreed",
        recipients=_to_sender,
        context=_about,
        says="Tells whoever sent a case study that the applicant agreed it",
    ),
    Notice(
        "case_study.agreement_kept",
        recipients=_to_lead,
        context=_about,
        says="Confirms to the lead applicant what they agreed, with what name, and how to take it "
        "back",
    ),
    Notice(
        "case_study.changes_asked",
        recipients=_to_sender,
        context=_about,
        says="Tells whoever sent a case study what the applicant wants changed, and whether they "
        "had agreed it",
    ),
    Notice(
        "case_study.taken_back",
        recipients=_to_lead,
        context=_told_to_lead,
        says="Tells the lead applicant that the programme team is changing the text, and what "
        "becomes of what they agreed",
    ),
    Notice(
        "case_study.withdrawn",
        recipients=_to_everybody_who_edits,
        context=_about,
        says="Tells whoever sent a case study, and all publishers, that the applicant has "
        "withdrawn their agreement",
    ),
    Notice(
        "case_study.withdrawal_kept",
        recipients=_to_lead,
        context=_told_to_lead,
        says="Confirms to the lead applicant that they have withdrawn their case study, and who "
        "could bring it back",
    ),
    Notice(
        "case_study.taken_down",
        recipients=_to_lead,
        context=_told_to_lead,
        says="Tells the lead applicant that the programme team took their case study down or "
        "stopped work on it, and why",
    ),
    Notice(
        "case_study.published",
        recipients=_to_lead,
        context=_about,
        says="Tells the lead applicant that their case study is public, and where",
    ),
)
