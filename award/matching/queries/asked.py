"""What a draft is made of: applications and what they still want, people and what they can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, null, select, true

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.queries.submissions import stands
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.people import AssessorProfile, PanelMix
from award.assessment.queries.apart import apart_in, could_read_in
from award.assessment.queries.profiles import limits_in
from award.assessment.queries.silence import all_silent_in
from award.assessment.queries.workload import can_assess, needed_in, panel_sat_on, sits_on
from award.assessment.rules.panels import ANYBODY, Needed
from award.assessment.rules.profiles import TOPICS
from award.assessment.rules.states import ACTIVE, UNFINISHED, AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among, plain_rows
from award.foundation.scopes import everything, within
from award.interests.queries.ties import ties_between
from award.matching.models import Draft, DraftLine
from award.matching.rules.asked import Asked, Paper, Reader, in_common
from award.matching.rules.drafting import limit
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_of


@dataclass(frozen=True)
class Basis:
    """`asked`, with who reads what already."""

    asked: Asked
    before: list[tuple[int, int]]


def mix_of(round_: Round) -> Needed:
    """As staff chose it. Where a panel has criteria of its own nobody writes for the other, and it
    is asked for none until they choose."""
    found = select(PanelMix.lived).where(PanelMix.round_id == round_.id)
    return mix_with(round_, db.session.scalar(found))


def mix_with(round_: Round, lived: int | None) -> Needed:
    if round_.own_criteria:
        lived = lived or 0
    return needed_in(round_)._replace(lived=lived)


@everything("a draft deals out the whole round; who reads it sees what is in their reach")
def basis_of(round_: Round, draft: Draft, mix: Needed) -> Basis:
    """As things are now."""
    held = held_in(round_)
    before = [(one.application_id, one.assessor_id) for one in held if one.covers]
    has = Counter(one.assessor_id for one in held if one.state in ACTIVE)
    readers = _readers(round_, draft, has, mix)
    able = {one.id for one in readers}
    covered = Counter(
        (one.application_id, ANYBODY if mix.lived is None else one.panel)
        for one in held
        if one.covers
    )
    papers = [
        Paper(number, topics, _wanted(number, mix, covered))
        for number, topics in topics_in(round_, true()).items()
    ]
    known = {paper.id for paper in papers}
    ties = ties_between(round_.id)
    apart = {(one.application_id, one.assessor_id) for one in held}
    apart |= {pair for pair, tie in ties.items() if tie.hard} | apart_in(round_.id)
    soft = {pair for pair, tie in ties.items() if tie.open}
    asked = Asked(
        papers,
        readers,
        frozenset(pair for pair in apart if pair[0] in known and pair[1] in able),
        frozenset(soft - apart),
        draft.seed,
        together=not mix.own_criteria,
    )
    return Basis(asked, before)


@everything("a draft deals out the whole round")
def held_in(round_: Round) -> list[Any]:
    """Every assignment of the round. `covers`, as `workload.covered` counts: it was scored, or
    whoever has it is able to; `panel`, whose sheet it is."""
    able = Assignment.state.in_(sorted(UNFINISHED)) & can_assess()
    shown: list[Any] = [
        Assignment.application_id, Assignment.assessor_id, Assignment.state,
        panel_sat_on().label("panel"),
        ((Assignment.state == AssignmentState.SUBMITTED) | able).label("covers"),
    ]  # fmt: skip
    return plain_rows(
        select(*shown)
        .join(Application, Application.id == Assignment.application_id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Application.round_id == round_.id)
    )


@everything("whom the readers of a draft can be compared with, also through what is hidden")
def read_together(draft: Draft) -> list[tuple[int, int]]:
    """Who would read what by the draft as it is now, and who does already."""
    lines = plain_rows(
        select(DraftLine.application_id, DraftLine.person_id).where(
            DraftLine.draft_id == draft.id, DraftLine.refused == ""
        )
    )
    held = ((one.application_id, one.assessor_id) for one in held_in(draft.round) if one.covers)
    return [*((row[0], row[1]) for row in lines), *held]


@within("application_id")
def known_of(
    round_: Round, application_id: int, person_ids: Collection[int]
) -> tuple[Paper, dict[int, Reader]]:
    """What one application is about, and what those of the people know who said so; two
    statements, and the round's questions."""
    about = topics_in(round_, Application.id == application_id).get(application_id, frozenset())
    said = known_by(person_ids)
    readers = {one: Reader(one, ANYBODY, 0, knows=knows) for one, knows in said.items()}
    return Paper(application_id, about), readers


@within("person_ids")
def known_by(person_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """What those of these people know who said so; one statement."""
    said: list[Any] = [AssessorProfile.user_id, *(getattr(AssessorProfile, one) for one in TOPICS)]
    rows = plain_rows(select(*said).where(among(AssessorProfile.user_id, person_ids)))
    return {row[0]: topics_of(row[1:]) for row in rows}


def fits_of(round_: Round, application_id: int, person_id: int) -> list[str]:
    """Topics of the application that somebody knows about."""
    paper, readers = known_of(round_, application_id, [person_id])
    return in_common(paper, readers[person_id]) if readers else []


def _wanted(number: int, mix: Needed, covered: Mapping[tuple[int, str], int]) -> dict[str, int]:
    """Sheets to come, by pool, beside those of the people who have it already."""
    return {
        pool: left
        for pool, many in mix.wanted.items()
        if (left := many - covered[number, pool]) > 0
    }


@within("which")
def topics_in(round_: Round, which: ColumnElement[bool]) -> dict[int, frozenset[str]]:
    """Of each of these applications that can be assessed, what it is about, out of what was
    submitted."""
    asked = questions_of(round_).publishable()
    keys = [asked[topic].key if topic in asked else None for topic in TOPICS]
    answers: list[Any] = [Submission.content[("answers", key)] if key else null() for key in keys]
    rows = plain_rows(
        select(Application.id, *answers)
        .join(Submission, Submission.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(sorted(ASSESSABLE)),
            stands(),
            which,
        )
        .order_by(Application.id)
    )
    return {row[0]: topics_of(row[1:]) for row in rows}


def topics_of(chosen: Sequence[Any]) -> frozenset[str]:
    """Topics, in their order, as one set; none of what isn't a list."""
    return frozenset(
        f"{topic}/{value}"
        for topic, values in zip(TOPICS, chosen, strict=False)
        for value in (values if isinstance(values, list) else ())
    )


def _readers(round_: Round, draft: Draft, has: Mapping[int, int], mix: Needed) -> list[Reader]:
    limits = limits_in(round_.id)
    shown: list[Any] = [
        User.id, sits_on(), AssessorProfile.most,
        *(getattr(AssessorProfile, topic) for topic in TOPICS),
    ]  # fmt: skip
    quiet = () if draft.with_silent else all_silent_in(round_.id)
    rows = plain_rows(
        select(*shown)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(can_assess(), User.id.not_in(could_read_in(round_.id, clock.now())))
        .order_by(User.id)
    )
    return [
        Reader(
            row[0],
            ANYBODY if mix.lived is None else row[1],
            max(0, most - has.get(row[0], 0)),
            has.get(row[0], 0),
            topics_of(row[3:]),
            row[0] in limits,
            row[2],
        )
        for row in rows
        if row[0] not in quiet
        for most in (limit(draft.cap, draft.otherwise, limits.get(row[0]), row[2]),)
    ]
