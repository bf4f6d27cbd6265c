"""Questions to teams that the worker has something to do about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.asking import whole
from award.case_studies.queries.running import AT_A_TIME
from award.case_studies.rules.asking import LAPSES_AFTER, REMINDED_AFTER, QuestionState
from award.foundation.db import db
from award.foundation.scopes import everything


@everything("the worker reminds every team once")
def to_remind(now: datetime) -> Sequence[int]:
    waited = TeamQuestion.confirmed_at <= now - REMINDED_AFTER
    public = CaseStudy.published_revision_id.is_not(None)
    return _waiting(TeamQuestion.reminded_at.is_(None), waited, public)


@everything("the worker lets go of what nobody answers")
def to_lapse(now: datetime) -> Sequence[int]:
    """Also where the case study is public no more: nobody could read about what is asked."""
    waited = TeamQuestion.confirmed_at <= now - LAPSES_AFTER
    return _waiting(or_(waited, CaseStudy.published_revision_id.is_(None)))


@everything("the worker goes through every question")
def _waiting(*wanted: ColumnElement[bool]) -> Sequence[int]:
    query = (
        select(TeamQuestion.id)
        .join(TeamQuestion.study)
        .where(TeamQuestion.state == QuestionState.WAITING, *wanted)
    )
    return db.session.scalars(query.order_by(TeamQuestion.id).limit(AT_A_TIME)).all()


@everything("the worker acts on each by itself")
def question_to_act_on(key: int) -> TeamQuestion | None:
    return db.session.scalar(whole().where(TeamQuestion.id == key))
