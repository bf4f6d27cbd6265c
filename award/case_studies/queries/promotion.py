"""Applications that could become case studies, and what would be copied from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application, Submission
from award.applications.queries.applications import latest_submission
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.queries.own import has_assessed
from award.assessment.queries.reach import assessed_by, reachable_applications
from award.case_studies.models import CaseStudy
from award.case_studies.rules import copying
from award.case_studies.rules.copying import Copied
from award.decisions.models import Decision
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link
from award.foundation.db import db
from award.foundation.paging import paged
from award.foundation.policy import Actor, can, publisher, reads_everything
from award.foundation.scopes import everything
from award.foundation.tables import ListView, Page, View
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set_by_digest
from award.rounds.rules.questions import QuestionSet


@dataclass(frozen=True)
class Candidate:
    """An application, what was decided about it, and whether the person asking assessed it.

    `released` means: released as funded. `assessed_by` holds the asking person's id when their
    sheet is submitted and counts; nobody else's.
    """

    application: Application
    released: bool
    assessed_by: frozenset[int]
    slug: str | None

    @property
    def reference(self) -> str:
        return self.application.reference

    def submission(self) -> Submission:
        """What would be copied from. An awarded application always has one."""
        found = latest_submission(self.application.id)
        if found is None:
            raise LookupError(f"{self.reference} has no submission")
        return found


@dataclass(frozen=True)
class Copy:
    """What promoting would copy; `declined` when the applicant would rather not be one."""

    items: list[Copied]
    declined: bool
    submission: Submission


@dataclass(frozen=True)
class CandidateRow:
    """A line of the list of projects that could be promoted."""

    reference: str
    title: str
    round_title: str
    phase: int
    released_at: datetime


def candidate(actor: Actor, reference: str) -> Candidate | None:
    """The application for the promote page: staff see any, others what they may promote.

    An application the actor has a conflict of interest with is not there.
    """
    row = db.session.execute(
        select(Application, Decision.state, Decision.outcome, CaseStudy.slug)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(CaseStudy, CaseStudy.application_id == Application.id)
        .options(joinedload(Application.round).load_only(Round.title), joinedload(Application.lead))
        .where(
            Application.reference == reference,
            Application.state != ApplicationState.DRAFT,
            reachable_applications(actor),
        )
    ).one_or_none()
    if row is None:
        return None
    application, state, outcome, slug = row
    mine = actor.user_id is not None and has_assessed(actor, application.id)
    found = Candidate(
        application=application,
        released=(state, outcome) == (DecisionState.RELEASED, Outcome.FUND),
        assessed_by=frozenset({actor.user_id} if mine and actor.user_id else ()),
        slug=slug,
    )
    visible = reads_everything(actor) or can(actor, "case_study.promote", found)
    return found if visible else None


def copy_of(found: Candidate) -> Copy:
    """What promoting `found` copies, item by item."""
    submission = found.submission()
    questions = questions_of(submission)
    return Copy(
        items=copying.copied(submission.content, questions),
        declined=copying.declined(submission.content, questions),
        submission=submission,
    )


def questions_of(submission: Submission) -> QuestionSet:
    return question_set_by_digest(submission.content["question_set"]["digest"])


def _mine(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Assignment.application_id == Application.id, assessed_by(actor))


def _promotable(actor: Actor) -> Select[str, str, str, int, datetime | None]:
    query = (
        select(
            Application.reference,
            Application.title,
            Round.title.label("round_title"),
            Application.phase,
            Decision.released_at,
        )
        .join(Decision, Decision.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .where(
            Application.state == ApplicationState.AWARDED,
            Decision.state == DecisionState.RELEASED,
            Decision.outcome == Outcome.FUND,
            ~exists().where(CaseStudy.application_id == Application.id),
            reachable_applications(actor),
        )
    )
    return query if publisher(actor) else query.where(_mine(actor))


def candidates(actor: Actor, view: View[CandidateRow] | None = None) -> Page[CandidateRow]:
    """Funded projects without a case study that the actor may promote, newest award first."""
    newest = (Decision.released_at.desc(), Application.reference)
    return paged(_promotable(actor), view or TO_PROMOTE.whole(actor), *newest, rows=_rows)


def _rows(found: Sequence[Any]) -> list[CandidateRow]:
    """A released decision always has the moment of its release: the database sees to it."""
    return [CandidateRow(*[*row[:4], row.released_at or clock.now()]) for row in found]


@everything("an address is taken, whoever has it")
def slugs_like(base: str) -> set[str]:
    """Addresses that are taken and start with these words."""
    return set(db.session.scalars(select(CaseStudy.slug).where(CaseStudy.slug.startswith(base))))


def _list(endpoint: str, permission: str, empty: str) -> dict[str, Any]:
    columns: tuple[Column[CandidateRow], ...] = (
        Column("title", "Project", lambda r: r.title, stays=True, names_row=True),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=Application.reference),
        Column("award", "Award", lambda r: f"Phase {r.phase}, {r.round_title}"),
        Column("released_at", "Released", lambda r: r.released_at, Kind.DATE,
               sort=Decision.released_at, downwards=True),
        Column("act", "Action", lambda r: None, Kind.ACTION,
               shows=lambda r: Link("Promote", endpoint, {"reference": r.reference},
                                    f" {r.title}")),
    )  # fmt: skip
    return {
        "title": "Projects", "columns": columns, "rows": candidates, "permission": permission,
        "one": "project", "sort": "released_at",
        "empty": f"There are none at the moment. A project {empty}",
    }  # fmt: skip


TO_PROMOTE = ListView(
    "to-promote",
    **_list("case_studies_promotion.promote", "case_study.edit",
            "comes here once its funding is released."),
)  # fmt: skip
ASSESSED = ListView(
    "assessed",
    **_list("case_studies_promotion.promote_assessed", "case_study.nominate",
            "that you assessed comes here once its funding is released; projects that others "
            "assessed do not."),
)  # fmt: skip
