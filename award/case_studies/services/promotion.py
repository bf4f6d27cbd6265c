"""From a funded application to the draft of a case study."""

from __future__ import annotations

from award.applications.models import Application
from award.case_studies import queries
from award.case_studies.models import CaseStudy
from award.case_studies.queries import promotion as candidates
from award.case_studies.rules import copying
from award.foundation import audit
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can
from award.foundation.references import slugify

RESERVED = frozenset({"to-promote"})
"""Addresses of other pages under `/manage/case-studies/`."""

NOT_PROMOTABLE = (
    "Only a funded project whose decision has been released can become a case study, and only "
    "staff, or an assessor who assessed it without a conflict of interest, can start one."
)


def promote(application: Application, *, actor: Actor, asked_again: bool = False) -> CaseStudy:
    """Start a case study with what the applicant said may be published, once per application.

    The text is a snapshot: nothing that happens to the application later changes it. When the
    applicant said no to a case study, somebody must have asked them again (`asked_again`).
    Raises Refused.
    """
    found = candidates.candidate(actor, application.reference)
    if found is None or not can(actor, "case_study.promote", found):
        raise Refused(NOT_PROMOTABLE, rule="case_study.promote")
    if found.slug is not None:
        raise Refused("There is a case study of this project already.", rule="case_study.once")
    copy = candidates.copy_of(found)
    if copy.declined and not asked_again:
        raise Refused(
            "The applicant said they would rather not have a case study. Ask them first, then "
            "tick the box to say that you have.",
            field="asked_again",
            rule="case_study.consent",
        )
    submission = copy.submission
    values = {item.field: item.value for item in copy.items}
    study = CaseStudy(
        application_id=found.application.id,
        slug=_free_slug(values.get("title") or found.reference),
        promoted_by_id=actor.user_id,
        provenance=copying.provenance(copy.items, submission.number, submission.sha256),
        **values,
    )
    db.session.add(study)
    db.session.flush()
    audit.record(
        actor,
        "case_study.promote",
        study,
        {
            "application": found.reference,
            "submission": submission.number,
            "copied": sorted(values),
            **({"asked_again": True} if copy.declined else {}),
        },
    )
    return study


def _free_slug(title: str) -> str:
    """An address from the title that is not taken. It never changes afterwards."""
    base = slugify(title)
    taken = queries.slugs_like(base) | RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
