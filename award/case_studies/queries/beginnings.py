"""What the text of a case study began with: what its people said in their application or shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from award.applications.models import Submission
from award.case_studies.models import CaseStudy
from award.case_studies.queries.promotion import questions_of
from award.case_studies.rules.copying import copied, from_share
from award.foundation.db import db
from award.foundation.scopes import within


@within("study")
def begun_with(study: CaseStudy) -> Mapping[str, Any] | None:
    """Field by field, as it was copied; None where nobody knows."""
    if study.share is not None:
        begun, _sources = from_share(study.share)
        return begun | {
            "title": study.share.title,
            "organisation_name": study.share.organisation,
            "organisation_type": study.share.organisation_type,
        }
    numbers = {one["submission"] for one in study.provenance.values() if "submission" in one}
    if not numbers:
        return None
    submission = db.session.scalar(
        select(Submission).where(
            Submission.application_id == study.application_id, Submission.number == min(numbers)
        )
    )
    if submission is None:
        return None
    items = copied(submission.content, questions_of(submission))
    return {item.field: item.value for item in items}
