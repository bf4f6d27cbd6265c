"""What waits for those whose project a case study is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func, null, select, union_all

from award.applications.models import Application
from award.applications.queries.scopes import led_applications
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.asking import answers_for
from award.case_studies.rules.asking import LAPSES_AFTER, QuestionState
from award.case_studies.rules.states import StudyState
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.waits import MOST
from award.sharing.models import Share


@dataclass(frozen=True)
class ToAnswer:
    """A case study to agree, or the question of this `number`, until `by`."""

    slug: str
    project: str
    number: int | None
    by: datetime | None


def to_answer(actor: Actor) -> list[ToAnswer]:
    """In one statement; questions only while their case study is public."""
    studies = (
        select(CaseStudy.slug, Application.title, cast(null(), Integer).label("number"),
               CaseStudy.agreed_at.label("asked_at"), CaseStudy.id.label("place"))
        .join(CaseStudy.application)
        .where(CaseStudy.state == StudyState.WITH_APPLICANT, led_applications(actor))
        .order_by(CaseStudy.id)
        .limit(MOST)
    )  # fmt: skip
    asked = (
        select(CaseStudy.slug, func.coalesce(Application.title, Share.title), TeamQuestion.number,
               TeamQuestion.confirmed_at, TeamQuestion.id)
        .join(TeamQuestion.study)
        .outerjoin(CaseStudy.application)
        .outerjoin(CaseStudy.share)
        .where(
            TeamQuestion.state == QuestionState.WAITING,
            CaseStudy.published_revision_id.is_not(None),
            answers_for(actor),
        )
        .order_by(TeamQuestion.id)
        .limit(MOST)
    )  # fmt: skip
    both = union_all(select(studies.subquery()), select(asked.subquery())).subquery()
    rows = db.session.execute(select(both).order_by(both.c.number.is_not(None), both.c.place))
    return [
        ToAnswer(
            row.slug, row.title or "", row.number,
            row.asked_at + LAPSES_AFTER if row.number and row.asked_at else None,
        )
        for row in rows
    ]  # fmt: skip
