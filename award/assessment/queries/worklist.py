"""What an assessor has before them: their assignments, round by round, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, null, select

from award.accounts.models import Organisation
from award.applications.models import Application, Submission
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.people import AssessorTime
from award.assessment.queries.beginning import waiting
from award.assessment.queries.handed_back import is_handed_back
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.assessment.rules.worklist import LATER, DashboardRow, RoundOfWork
from award.foundation import arrival
from award.foundation.columns import Column, Kind
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.tables import ListView, Page, View, last_page
from award.rounds.models import Criterion, QuestionSetVersion, Round
from award.rounds.queries.question_sets import question_set_by_digest
from award.rounds.rules.questions import Question
from award.rounds.rules.values import BLINDNESS, applicant_hidden

_GROUP = case(
    (and_(Assignment.state.in_(sorted(UNFINISHED)), waiting()), LATER), else_=Assignment.state
)
_ORDER = (AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE, LATER, AssignmentState.SUBMITTED)
_NEXT_FIRST = case(
    {str(name): place for place, name in enumerate(_ORDER)}, value=_GROUP, else_=len(_ORDER)
)


@dataclass(frozen=True)
class WorkPage(Page[DashboardRow]):
    """A page of the worklist, and the rounds that it shows."""

    rounds: list[RoundOfWork] = field(kw_only=True)


def work_of(actor: Actor, view: View[DashboardRow]) -> WorkPage:
    """A page of the worklist, two statements: of each round, what to do next comes first, then by
    each assessor's own order (`Assignment.reading_key`). Counts are the whole round's."""
    every = rounds_of(actor)
    total = sum(one.total for one in every)
    size = view.table.size if view.page is not None else 0
    number = min(view.page or 1, last_page(total, size))
    shown, skipped = _on_page(every, (number - 1) * size, size or total)
    which: dict[str, Any] = {f"round_{place}": one.id for place, one in enumerate(shown)}
    which |= {"start": skipped, "many": size or total, "now": arrival.moment()}
    asked = {one.id: question_set_by_digest(one.digest).meaning("care_settings") for one in shown}
    keys = tuple(
        one.key if one and not (one.identifies or one.staff_only or one.kept_apart) else ""
        for one in asked.values()
    )
    rows = [
        replace(DashboardRow(*row), setting=_in_words(asked[row[0]], setting))
        for *row, setting in (plain_rows(_rows(actor, keys), which) if shown else ())
    ]
    found = [replace(one, rows=[row for row in rows if row.round_id == one.id]) for one in shown]
    return WorkPage(rows, total, number, size, rounds=found)


def _in_words(question: Question | None, answer: Any) -> str:
    return str(question.cell(answer) or "") if question else ""


def rounds_of(actor: Actor) -> list[RoundOfWork]:
    """The rounds that somebody assesses in: where work is left first, the soonest due first; then
    where none is, the newest first."""
    found = []
    for _key, rows in groupby(
        plain_rows(_counts(actor), {"now": arrival.moment()}), key=lambda row: row.id
    ):
        first, *more = rows
        counts = {row.group: row.number for row in (first, *more)}
        found.append(
            RoundOfWork(
                first.id,
                first.title,
                first.due_at,
                first.reference,
                counts,
                first.rules,
                digest=first.digest,
            )
        )
    left = [one for one in found if one.left]
    return [*left, *reversed([one for one in found if not one.left])]


def _on_page(rounds: Sequence[RoundOfWork], start: int, many: int) -> tuple[list[RoundOfWork], int]:
    """The rounds that these rows belong to, and how many rows of the first come before them."""
    shown: list[RoundOfWork] = []
    before = skipped = 0
    for one in rounds:
        if before < start + many and before + one.total > start:
            skipped = skipped if shown else max(0, start - before)
            shown.append(one)
        before += one.total
    return shown, skipped


def due_for(actor: Actor) -> ColumnElement[datetime]:
    """When their scores of a round are due: its moment, or a later one of their own."""
    own = (
        select(AssessorTime.until)
        .where(AssessorTime.round_id == Round.id, AssessorTime.person_id == actor.user_id)
        .correlate(Round)
        .scalar_subquery()
    )
    return case((own > Round.assessment_due_at, own), else_=Round.assessment_due_at)


@lru_cache(maxsize=100)
def _counts(actor: Actor) -> Select[Any]:
    rules = Round.assessor_rules != ""
    shown: list[Any] = [
        Round.id, Round.title, Round.reference, due_for(actor).label("due_at"),
        _GROUP.label("group"), func.count().label("number"), rules.label("rules"),
        QuestionSetVersion.digest,
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .join(Round.question_set)
        .where(own_assignments(actor))
        .group_by(
            Round.id,
            Round.title,
            Round.assessment_due_at,
            Round.reference,
            rules,
            QuestionSetVersion.digest,
            _GROUP,
        )
        .order_by(Round.assessment_due_at, Round.reference)
    )


@lru_cache(maxsize=100)
def _rows(actor: Actor, settings: tuple[str, ...]) -> Select[Any]:
    """Of as many rounds, in their order, as there are keys of the questions that ask for
    `settings` ("": none does). Ids first: scores are counted for those that are shown."""
    of = [bindparam(f"round_{place}", type_=Integer) for place in range(len(settings))]
    place = case(*[(Application.round_id == one, number) for number, one in enumerate(of)])
    order = (place, _NEXT_FIRST, Assignment.reading_key, Application.reference)
    ids = (
        select(Assignment.id)
        .join(Assignment.application)
        .join(Application.round)
        .where(own_assignments(actor), Application.round_id.in_(of))
        .order_by(*order)
        .limit(bindparam("many", type_=Integer))
        .offset(bindparam("start", type_=Integer))
        .subquery("on_page")
    )
    criteria = select(func.count()).where(
        Criterion.round_id == Application.round_id,
        Criterion.panel == func.coalesce(Sheet.panel, ""),
    )
    scored = select(func.count(Score.value)).where(Score.sheet_id == Sheet.id)
    hidden = Round.blindness.in_([one for one in BLINDNESS if applicant_hidden(one)])
    shown: list[Any] = [
        Application.round_id,
        Application.reference,
        case((_GROUP == LATER, ""), else_=Application.title),
        _GROUP,
        Round.closes_at,
        Application.extended_until,
        case((Assignment.state == AssignmentState.SUBMITTED, Sheet.weighted_pct)),
        scored.correlate(Sheet).scalar_subquery(),
        criteria.correlate(Application, Sheet).scalar_subquery(),
        Assignment.changed_from,
        Application.phase,
        _unless_later(Application.amount_requested_gbp),
        _unless_later(case((~hidden, Organisation.name))),
        Sheet.updated_at,
        Application.state,
        is_handed_back(),
        _unless_later(_setting(of, settings)),
    ]
    latest = (
        select(func.max(Submission.number))
        .where(Submission.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    return (
        select(*shown)
        .select_from(Assignment)
        .join(ids, ids.c.id == Assignment.id)
        .join(Assignment.application)
        .join(Application.round)
        .outerjoin(Application.organisation)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(
            Submission,
            and_(Submission.application_id == Application.id, Submission.number == latest),
        )
        .order_by(*order)
    )


def _setting(of: Sequence[Any], settings: Sequence[str]) -> Any:
    """The answer itself, each round's by its own key; the body stays in the database."""
    asked = [
        (Application.round_id == round_, Submission.content[("answers", key)])
        for round_, key in zip(of, settings, strict=True)
        if key
    ]
    return case(*asked) if asked else null()


def _unless_later(shown: Any) -> Any:
    """What can still change isn't told yet."""
    return case((_GROUP != LATER, shown))


WORK = ListView(
    "work",
    "Applications to assess",
    (
        Column("title", "Application", lambda r: r.title),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE),
        Column("own_pct", "Your score", lambda r: r.own_pct, Kind.PERCENT),
    ),
    rows=work_of,
    permission="assessment.dashboard",
    one="application",
)
