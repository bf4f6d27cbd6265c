"""Published texts as HTML: drawn once, when a revision is published, and again when the code that
draws them has changed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, select

from award.case_studies.models import CaseStudy, CaseStudyHtml, CaseStudyRevision
from award.case_studies.rules.story import drawn
from award.case_studies.rules.text import drawn_by
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.scopes import everything

AT_A_TIME = 100


@part_of("case_study.publish", "case_study.agree")
def keep_drawn(revision: CaseStudyRevision) -> None:
    """Keep what readers will see beside what was published."""
    db.session.merge(
        CaseStudyHtml(revision_id=revision.id, drawn_by=drawn_by(), parts=drawn(revision.content))
    )


def outdated() -> bool:
    """Some public text has no HTML by the code of today; its page draws it at every view."""
    return db.session.scalars(_not_drawn().limit(1)).first() is not None


def draw_again() -> Iterator[int]:
    """Draw what is outdated, some for each step, which the caller commits; how many so far."""
    done = 0
    while found := db.session.scalars(_not_drawn().limit(AT_A_TIME)).all():
        for revision in found:
            keep_drawn(revision)
        db.session.flush()
        done += len(found)
        yield done


@everything("a job draws every published text")
def _not_drawn() -> Select[CaseStudyRevision]:
    return (
        select(CaseStudyRevision)
        .join(CaseStudy, CaseStudy.published_revision_id == CaseStudyRevision.id)
        .outerjoin(
            CaseStudyHtml,
            (CaseStudyHtml.revision_id == CaseStudyRevision.id)
            & (CaseStudyHtml.drawn_by == drawn_by()),
        )
        .where(CaseStudyHtml.revision_id.is_(None))
        .order_by(CaseStudyRevision.id)
    )
