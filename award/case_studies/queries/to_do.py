"""What waits with those who edit case studies, for the page on which they begin."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, literal, select

from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.manage import managed_studies
from award.case_studies.queries.shelves import stands_on
from award.case_studies.rules.asking import QuestionState
from award.case_studies.rules.machine import CHANGES_ASKED
from award.foundation.db import db
from award.foundation.policy import Actor, can
from award.foundation.scopes import scope
from award.sharing.queries import unread


@dataclass(frozen=True)
class ToDo:
    """Projects that somebody shared and nobody has read; case studies whose team asked for changes;
    questions that wait for their teams."""

    shares: int
    changes: int
    questions: int

    def __bool__(self) -> bool:
        return bool(self.shares or self.changes or self.questions)


@scope
def waiting(actor: Actor) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """SQL: how many case studies whose team asked for changes, and how many questions that wait for
    their teams, of those that the actor works on."""
    studies = (
        select(func.count())
        .select_from(CaseStudy)
        .outerjoin(CaseStudy.application)
        .where(managed_studies(actor), stands_on(CHANGES_ASKED))
    )
    questions = (
        select(func.count())
        .select_from(TeamQuestion)
        .join(TeamQuestion.study)
        .outerjoin(CaseStudy.application)
        .where(managed_studies(actor), TeamQuestion.state == QuestionState.WAITING)
    )
    return studies.scalar_subquery(), questions.scalar_subquery()


def to_do(actor: Actor) -> ToDo:
    """As the actor's lists have them, in one statement."""
    shares = unread() if can(actor, "share.list") else literal(0)
    return ToDo(*db.session.execute(select(shares, *waiting(actor))).one())
