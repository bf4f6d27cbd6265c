"""What must be true of case studies."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.queries.public import FOUND
from award.case_studies.rules.story import searchable
from award.foundation import search
from award.foundation.checks import AT_A_TIME
from award.foundation.db import db
from award.foundation.digests import sha256_of


def revisions() -> Iterator[str]:
    """The SHA-256 fits, and a case study shows a revision of its own."""
    query = (
        select(CaseStudyRevision, CaseStudy.slug)
        .join(CaseStudy, CaseStudy.id == CaseStudyRevision.case_study_id)
        .order_by(CaseStudyRevision.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for revision, slug in db.session.execute(query):
        if sha256_of(revision.content) != revision.sha256:
            yield f"{slug}: revision {revision.number} does not fit its SHA-256"
    strangers = (
        select(CaseStudy.slug)
        .outerjoin(
            CaseStudyRevision,
            (CaseStudyRevision.id == CaseStudy.published_revision_id)
            & (CaseStudyRevision.case_study_id == CaseStudy.id),
        )
        .where(CaseStudy.published_revision_id.is_not(None), CaseStudyRevision.id.is_(None))
    )
    for slug in db.session.scalars(strangers):
        yield f"{slug}: shows a revision that is not its own"


def findable() -> Iterator[str]:
    """Search and filters know each public case study, and none that was taken down."""
    public = set(
        db.session.scalars(select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None)))
    )
    filed = set(db.session.scalars(select(CaseStudyFacet.case_study_id)))
    indexed = {key: (title, body) for key, title, body in search.texts(FOUND)}
    for key in sorted((filed | indexed.keys()) - public):
        yield f"case study {key}: can be found but is not public"
    for key in sorted(public - indexed.keys()):
        yield f"case study {key}: is public but search does not find it"
    query = select(CaseStudy.id, CaseStudyRevision.content).join(
        CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id
    )
    rows = db.session.execute(query.execution_options(yield_per=AT_A_TIME))
    for key, content in rows:
        if indexed.get(key, ()) not in ((), (content["title"], searchable(content))):
            yield f"case study {key}: is found by other words than were published"


CHECKS = (
    ("Every published text is what was agreed to be published", revisions),
    ("Only public case studies can be found", findable),
)
