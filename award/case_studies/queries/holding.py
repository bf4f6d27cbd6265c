"""Whether a case study is public, judged while nobody changes it."""

from __future__ import annotations

from award.case_studies.models import CaseStudy
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.scopes import within


@within("study")
def held(study: CaseStudy) -> CaseStudy:
    """Wait for whoever publishes it or takes it down, and hold it until the transaction ends; it is
    as it was left. Whatever hangs on a page that there is asks this before it judges `public`, and
    whoever takes the page down before they look what hangs on it."""
    hold(CaseStudy, [study.id])
    db.session.refresh(study, CaseStudy.__table__.columns.keys())
    return study
