"""Where the sizes of pictures lie, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from award.case_studies.models import CaseStudy, CaseStudyImage, CaseStudyRevision
from award.case_studies.rules.states import SHOWN_TO_LEAD
from award.foundation.db import db
from award.foundation.scopes import everything, published, within


@published
def public_picture(name: str, width: int) -> str | None:
    """Where it lies, if what is public now shows it."""
    row = db.session.execute(
        select(CaseStudyImage.sizes, CaseStudyRevision.content)
        .join(CaseStudy, CaseStudy.id == CaseStudyImage.case_study_id)
        .join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
        .where(CaseStudyImage.name == name)
    ).one_or_none()
    if row is None or name not in [one["id"] for one in row.content.get("images", ())]:
        return None
    return _of_width(row.sizes, width)


@published
def was_public_picture(name: str) -> bool:
    """A case study showed it that is not public any more."""
    shown = db.session.scalars(
        select(CaseStudyRevision.content)
        .join(CaseStudy, CaseStudy.id == CaseStudyRevision.case_study_id)
        .join(CaseStudyImage, CaseStudyImage.case_study_id == CaseStudy.id)
        .where(
            CaseStudyImage.name == name,
            CaseStudy.first_published_at.is_not(None),
            CaseStudy.published_revision_id.is_(None),
        )
    )
    return any(name in [one["id"] for one in content.get("images", ())] for content in shown)


@within("study")
def picture_of(study: CaseStudy, name: str, width: int) -> str | None:
    """Of the text as it is now."""
    if name not in [one["id"] for one in study.images]:
        return None
    found = db.session.scalar(
        select(CaseStudyImage.sizes).where(
            CaseStudyImage.name == name, CaseStudyImage.case_study_id == study.id
        )
    )
    return _of_width(found or (), width)


def picture_for_lead(study: CaseStudy, name: str, width: int) -> str | None:
    """Of a text that was sent to them."""
    return picture_of(study, name, width) if study.state in SHOWN_TO_LEAD else None


def _of_width(sizes: Iterable[dict[str, object]], width: int) -> str | None:
    return next((str(one["lies_at"]) for one in sizes if one["width"] == width), None)


@everything("the sweep of the storage leaves them alone")
def objects() -> Iterable[str]:
    return [
        one["lies_at"]
        for sizes in db.session.scalars(select(CaseStudyImage.sizes))
        for one in sizes
    ]
