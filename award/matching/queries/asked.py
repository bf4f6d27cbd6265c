"""What a draft is made of: applications and what they still want, people and what they can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import null, select

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.queries.submissions import stands
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.profiles import limits_in
from award.assessment.queries.workload import can_assess
from award.assessment.rules.profiles import TOPICS
from award.assessment.rules.states import ACTIVE
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.scopes import everything
from award.interests.queries.ties import ties_between
from award.interests.rules.conflicts import Tie
from award.matching.models import Draft, PanelMix
from award.matching.rules.asked import ANYBODY, Asked, Paper, Reader
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_of


@dataclass(frozen=True)
class Basis:
    """`asked`, with who reads what already and the open ties behind the soft pairs."""

    asked: Asked
    before: list[tuple[int, int]]
    ties: Mapping[tuple[int, int], Tie]


def mix_of(round_: Round) -> int | None:
    """How many of an application's sheets come from the lived-experience panel; None: anybody's."""
    return db.session.scalar(select(PanelMix.lived).where(PanelMix.round_id == round_.id))


@everything("a draft deals out the whole round; who reads it sees what is in their reach")
def basis_of(round_: Round, draft: Draft) -> Basis:
    """As things are now."""
    held = db.session.execute(
        select(Assignment.application_id, Assignment.assessor_id, Assignment.state)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_.id)
    ).all()
    before = [(row[0], row[1]) for row in held if row[2] in ACTIVE]
    lived = mix_of(round_)
    readers = _readers(round_, draft, Counter(person for _, person in before), lived)
    pool_of = {one.id: one.pool for one in readers}
    covered = Counter((paper, pool_of.get(person, "")) for paper, person in before)
    papers = [
        Paper(number, topics, _wanted(number, round_.min_assessments, lived, covered))
        for number, topics in _topics(round_).items()
    ]
    known = {paper.id for paper in papers}
    ties = ties_between(round_.id)
    apart = {(row[0], row[1]) for row in held} | {pair for pair, tie in ties.items() if tie.hard}
    soft = {pair for pair, tie in ties.items() if tie.open}
    asked = Asked(
        papers,
        readers,
        frozenset(pair for pair in apart if pair[0] in known and pair[1] in pool_of),
        frozenset(soft - apart),
        draft.seed,
    )
    return Basis(asked, before, ties)


def _wanted(
    number: int, needed: int, lived: int | None, covered: Mapping[tuple[int, str], int]
) -> dict[str, int]:
    """Sheets to come, by pool, beside those of the people who have it already."""
    pools = {ANYBODY: needed}
    if lived is not None:
        pools = {"professional": max(0, needed - lived), "lived_experience": min(lived, needed)}
    return {
        pool: left for pool, many in pools.items() if (left := many - covered[number, pool]) > 0
    }


@everything("a draft deals out the whole round")
def _topics(round_: Round) -> dict[int, frozenset[str]]:
    """Of each application that can be assessed, what it is about, out of what was submitted."""
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
        )
        .order_by(Application.id)
    )
    return {
        row[0]: frozenset(
            f"{topic}/{value}"
            for topic, chosen in zip(TOPICS, row[1:], strict=True)
            for value in (chosen if isinstance(chosen, list) else ())
        )
        for row in rows
    }


def _readers(
    round_: Round, draft: Draft, has: Mapping[int, int], lived: int | None
) -> list[Reader]:
    limits = limits_in(round_.id)
    shown: list[Any] = [
        User.id, AssessorProfile.panel, AssessorProfile.most,
        *(getattr(AssessorProfile, topic) for topic in TOPICS),
    ]  # fmt: skip
    rows = plain_rows(
        select(*shown)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(can_assess())
        .order_by(User.id)
    )
    return [
        Reader(
            row[0],
            ANYBODY if lived is None else (row[1] or "professional"),
            max(0, _cap(draft, limits.get(row[0]), row[2]) - has.get(row[0], 0)),
            has.get(row[0], 0),
            frozenset(
                f"{topic}/{value}"
                for topic, chosen in zip(TOPICS, row[3:], strict=True)
                for value in chosen or ()
            ),
        )
        for row in rows
    ]


def _cap(draft: Draft, agreed: int | None, own: int | None) -> int:
    """One number for all, but for those with whom another was agreed for this round; else what
    they say themselves."""
    if agreed is not None:
        return agreed
    if draft.cap is not None:
        return draft.cap
    return own if own is not None else draft.otherwise
