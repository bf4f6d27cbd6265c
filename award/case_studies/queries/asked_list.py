"""Questions to teams, for those who see that nobody is abused by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select

from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.asking import whole
from award.case_studies.queries.manage import managed_studies
from award.case_studies.rules.asking import LAPSES_AFTER, TEAM_QUESTION, QuestionState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View


@dataclass(frozen=True)
class QuestionRow:
    """A line of the list."""

    reference: str
    state: QuestionState
    title: str
    confirmed_at: datetime
    over_at: datetime | None

    @property
    def lapses_at(self) -> datetime | None:
        return self.confirmed_at + LAPSES_AFTER if self.state == QuestionState.WAITING else None


def managed_question(actor: Actor, reference: str) -> TeamQuestion | None:
    """One about a case study that the actor works on; what nobody has confirmed is not there."""
    return db.session.scalar(
        whole().where(
            TeamQuestion.reference == reference,
            TeamQuestion.state != QuestionState.UNCONFIRMED,
            managed_studies(actor),
        )
    )


@within()
def _title() -> Any:
    """As it was published last."""
    return (
        select(CaseStudyRevision.content["title"].as_string())
        .where(CaseStudyRevision.case_study_id == CaseStudy.id)
        .order_by(CaseStudyRevision.number.desc())
        .limit(1)
        .correlate(CaseStudy)
        .scalar_subquery()
    )


def questions_found(actor: Actor, view: View[QuestionRow]) -> Page[QuestionRow]:
    """What waits longest for a team first; then what is over, the latest on top."""
    query = (
        select(
            TeamQuestion.reference, TeamQuestion.state, _title(), TeamQuestion.confirmed_at,
            TeamQuestion.over_at,
        )
        .join(TeamQuestion.study)
        .outerjoin(CaseStudy.application)
        .where(TeamQuestion.state != QuestionState.UNCONFIRMED, managed_studies(actor))
    )  # fmt: skip
    if wanted := view.one("state"):
        query = query.where(TeamQuestion.state == QuestionState(wanted))
    waits = TeamQuestion.state == QuestionState.WAITING
    first, since = case((waits, 0), else_=1), case((waits, TeamQuestion.confirmed_at))
    return paged(query, view, first, since, TeamQuestion.over_at.desc(), TeamQuestion.id,
                 rows=_rows)  # fmt: skip


def _rows(found: Sequence[Any]) -> list[QuestionRow]:
    return [QuestionRow(*row) for row in found]


def _state(row: QuestionRow) -> Tag:
    of = TEAM_QUESTION.states[row.state]
    return Tag(of.staff_label, of.colour)


def _states() -> dict[str, str]:
    return {
        state.value: of.staff_label
        for state, of in TEAM_QUESTION.states.items()
        if state != QuestionState.UNCONFIRMED
    }


QUESTIONS = ListView(
    "team-questions",
    "Questions to teams",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=TeamQuestion.reference,
               shows=lambda r: Link(r.reference, "team_answers.show",
                                    {"reference": r.reference})),
        Column("title", "Case study", lambda r: r.title),
        Column("confirmed_at", "Asked", lambda r: r.confirmed_at, Kind.DATE,
               sort=TeamQuestion.confirmed_at, downwards=True),
        Column("lapses_at", "Waits until", lambda r: r.lapses_at, Kind.DATE),
        Column("over_at", "Over", lambda r: r.over_at, Kind.DATE, usual=False),
        Column("state", "State", lambda r: _state(r).text, shows=_state),
    ),
    rows=questions_found,
    permission="case_study.list",
    one="question",
    many="questions",
    empty="Nobody has asked a team anything yet.",
    no_match="No question stands so.",
    filters=(Filter("state", "State", _states),),
    download="case_study.list",
)  # fmt: skip
