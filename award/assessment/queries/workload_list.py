"""What each assessor of a round was asked for, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from award.accounts.models import User
from award.accounts.queries.people import called
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorLimit, AssessorProfile, AssessorTime
from award.assessment.queries.lists import staff_round
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import sits_on
from award.assessment.rules.profiles import PANELS
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation.columns import Column, Kind
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View
from award.rounds.models import Round


def _number(*states: AssignmentState) -> ColumnElement[int]:
    return func.count(case((Assignment.state.in_(sorted(states)), 1)))


_ASKED = _number(*ACTIVE)
_TO_DECLARE = _number(AssignmentState.TO_DECLARE)
_TO_SCORE = _number(AssignmentState.TO_SCORE)
_SUBMITTED = _number(AssignmentState.SUBMITTED)
_DECLINED = _number(AssignmentState.DECLINED)
_CONFLICTS = _number(*CONFLICTED)
_TAKEN = _number(AssignmentState.REMOVED, AssignmentState.CLOSED)
_LAST = func.max(Assignment.submitted_at)
_MOST = func.coalesce(AssessorLimit.most, AssessorProfile.most)
HAS = {"some": "Sheets to come", "none": "No sheet to come"}


@dataclass(frozen=True)
class Load:
    """An assessor in one round. `most` they take in it, None where they said nothing; `taken`: what
    was taken away or closed before they had submitted it."""

    name: str
    email: str
    panel: str
    most: int | None
    longer_until: datetime | None
    asked: int
    to_declare: int
    to_score: int
    submitted: int
    declined: int
    conflicts: int
    taken: int
    last: datetime | None


def _found(actor: Actor, view: View[Load], round_id: int) -> Page[Load]:
    """One statement, grouped by person; without what the actor has a tie to."""
    who: list[Any] = [
        User.id, User.name, User.name_key, User.email, AssessorProfile.panel, AssessorProfile.most,
        AssessorLimit.most, AssessorTime.until,
    ]  # fmt: skip
    query = (
        select(
            User.name, User.email, sits_on(), _MOST, AssessorTime.until, _ASKED, _TO_DECLARE,
            _TO_SCORE, _SUBMITTED, _DECLINED, _CONFLICTS, _TAKEN, _LAST,
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(AssessorLimit, and_(AssessorLimit.person_id == User.id,
                                       AssessorLimit.round_id == round_id))
        .outerjoin(AssessorTime, and_(AssessorTime.person_id == User.id,
                                      AssessorTime.round_id == round_id))
        .where(Application.round_id == round_id, visible_applications(actor))
        .group_by(*who)
    )  # fmt: skip
    if view.q:
        query = query.where(called(view.q))
    if panel := view.one("panel"):
        query = query.where(sits_on() == panel)
    if has := view.one("has"):
        to_come = _TO_DECLARE + _TO_SCORE
        query = query.having(to_come > 0 if has == "some" else to_come == 0)
    return paged(query, view, User.name_key, User.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[Load]:
    return [Load(*row) for row in found]


def workload_list(round_: Round) -> ListView[Load]:
    """A round's assessors."""
    return ListView(
        "workload",
        "Workload of assessors",
        (
            Column("name", "Name", lambda r: r.name, sort=User.name_key, stays=True,
                   names_row=True),
            Column("email", "Email", lambda r: r.email, usual=False),
            Column("panel", "Panel", lambda r: PANELS[r.panel]),
            Column("most", "Most they take", lambda r: r.most, Kind.INTEGER, sort=_MOST,
                   downwards=True),
            Column("asked", "Asked for", lambda r: r.asked, Kind.INTEGER, sort=_ASKED,
                   downwards=True),
            Column("to_declare", "To declare", lambda r: r.to_declare, Kind.INTEGER,
                   sort=_TO_DECLARE, downwards=True),
            Column("to_score", "To score", lambda r: r.to_score, Kind.INTEGER, sort=_TO_SCORE,
                   downwards=True),
            Column("submitted", "Submitted", lambda r: r.submitted, Kind.INTEGER, sort=_SUBMITTED,
                   downwards=True),
            Column("declined", "Declined", lambda r: r.declined, Kind.INTEGER, usual=False),
            Column("conflicts", "Conflicts", lambda r: r.conflicts, Kind.INTEGER, sort=_CONFLICTS,
                   downwards=True),
            Column("taken", "Taken away or closed", lambda r: r.taken, Kind.INTEGER, usual=False),
            Column("last", "Last submitted", lambda r: r.last, Kind.MOMENT, usual=False),
            Column("longer_until", "More time until", lambda r: r.longer_until, Kind.MOMENT,
                   usual=False),
        ),
        rows=partial(_found, round_id=round_.id),
        permission="assessment.read_all",
        one="assessor",
        search="Name or email address",
        filters=(
            Filter("panel", "Panel", lambda: PANELS),
            Filter("has", "Has", lambda: HAS),
        ),
        sort="name",
        empty="Nobody has been asked to assess in this round yet.",
        thing=round_,
        download="reporting.export",
        marking=PERSONAL,
    )  # fmt: skip


def workload_of(actor: Actor, reference: str) -> ListView[Load] | None:
    """That list of the round with this reference."""
    round_ = staff_round(actor, reference)
    return workload_list(round_) if round_ else None
