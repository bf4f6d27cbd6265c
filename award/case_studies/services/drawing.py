"""What is kept beside a published text: its HTML, and the facets and words it is found by. Made
when a revision is published, and again when the code that makes it has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, delete, select

from award.case_studies.models import (
    CaseStudy,
    CaseStudyFacet,
    CaseStudyHtml,
    CaseStudyRevision,
)
from award.case_studies.queries.public import FOUND
from award.case_studies.queries.updates import updates_by_study
from award.case_studies.rules.facets import facet_values
from award.case_studies.rules.story import drawn, searchable
from award.case_studies.rules.text import drawn_by
from award.case_studies.services.running import file_running
from award.foundation import search
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within

AT_A_TIME = 100


@part_of("case_study.publish", "case_study.agree")
def keep_beside(revision: CaseStudyRevision) -> None:
    """Keep what readers will see and find beside what was published. It is the one that is shown.

    No audited classes: these rows only repeat what the revision, or the project team, says.
    """
    _keep([revision])
    _index([revision])


@within("revisions")
def _keep(revisions: Sequence[CaseStudyRevision]) -> None:
    """In a fixed number of statements."""
    kept = select(CaseStudyHtml).where(
        among(CaseStudyHtml.revision_id, [one.id for one in revisions])
    )
    known = {one.revision_id: one for one in db.session.scalars(kept)}
    for revision in revisions:
        html = known.get(revision.id) or CaseStudyHtml(revision_id=revision.id)
        html.drawn_by, html.parts = drawn_by(), drawn(revision.content)
        db.session.add(html)
    keys = [one.case_study_id for one in revisions]
    _remove_facets(*keys)
    db.session.add_all(
        CaseStudyFacet(case_study_id=revision.case_study_id, facet=facet, value=value)
        for revision in revisions
        for facet, value in facet_values(revision.content)
    )
    file_running(*keys)


@part_of("study_update.publish", "study_update.end")
def find_again(study: CaseStudy) -> None:
    """An update came to its page, or went: it is found by the words that stand there now, and by
    the stage that it may have said again."""
    if study.published_revision_id is not None:
        file_running(study.id)
        _index([db.session.get_one(CaseStudyRevision, study.published_revision_id)])


def _index(revisions: Sequence[CaseStudyRevision]) -> None:
    db.session.flush()
    news = updates_by_study([one.case_study_id for one in revisions])
    found = [
        (key, one.content["title"], searchable(one.content, news.get(key, ())))
        for one in revisions
        for key in [one.case_study_id]
    ]
    search.put_all(FOUND, found)


@part_of("case_study.publish", "case_study.agree")
def forget_beside(study: CaseStudy) -> None:
    """Nothing finds it any more."""
    _remove_facets(study.id)
    search.remove(FOUND, study.id)


def _remove_facets(*keys: int) -> None:
    db.session.execute(delete(CaseStudyFacet).where(among(CaseStudyFacet.case_study_id, keys)))


def outdated() -> bool:
    """Some public text has no HTML by the code of today: its page draws it at every view, and
    lists find it as it was."""
    return db.session.scalars(_not_drawn().limit(1)).first() is not None


def draw_again() -> Iterator[int]:
    """Make again what is outdated, some a step, which the caller commits; how many so far."""
    done = 0
    while found := db.session.scalars(_not_drawn().limit(AT_A_TIME)).all():
        _keep(found)
        _index(found)
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
