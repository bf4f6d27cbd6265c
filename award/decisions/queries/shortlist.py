"""The shortlist: a round's applications in rank order, from columns only, never bodies of text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, null, select
from sqlalchemy.sql.elements import ColumnElement

from award.accounts.models import Organisation
from award.accounts.rules import organisations
from award.applications.models import Application, Submission
from award.assessment import queries as assessment
from award.assessment.models import Assignment, Score, ScoreSummary, Sheet
from award.decisions.models import Decision
from award.decisions.rules import ranking
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.ranking import Candidate, Place
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds import queries as rounds
from award.rounds.models import Criterion, Round
from award.rounds.rules.questions import Question

PER_PAGE = 50
ABSENT = ("draft", "withdrawn")
"""States of applications that stand on no shortlist."""


@dataclass(frozen=True)
class Shortlist:
    """Some of a round's rows, in rank order, and what is true of the whole round.

    `total` counts the rows before paging. The money reaches `funded` applications of the whole
    round, which ask for `spent_gbp` together; `first_beyond` is the first of those listed that it
    doesn't reach (an application's id), None where it reaches all that are ranked.
    """

    rows: tuple[ShortlistRow, ...]
    total: int
    ranked: int
    incomplete: int
    funded: int
    spent_gbp: int
    first_beyond: int | None
    tie_breakers: tuple[ranking.TieBreaker, ...]


def shortlist(
    round_: Round, actor: Actor, *, page: int | None = None, phase: int | None = None
) -> Shortlist:
    """The round's shortlist as `actor` may see it: one page of it, or all when `page` is None.

    `round_` comes from the rounds chapter, with its criteria. Ranks are those of the whole round,
    also when only one phase is asked for. An application with which the actor has a conflict of
    interest isn't there at all: the others are ranked without it, or a gap would tell its rank.
    Three statements, however many rows.
    """
    light = _light_rows(round_, actor)
    breakers = ranking.tie_order(round_.criteria)
    places = ranking.rank(
        (_candidate(row) for row in light),
        tie_breakers=breakers,
        min_assessments=round_.min_assessments,
        threshold_pct=round_.threshold_pct,
        budget_gbp=round_.budget_gbp,
    )
    phases = {row.id: row.phase for row in light}
    wanted = [p for p in places if phase is None or phases[p.candidate.key] == phase]
    start = 0 if page is None else (page - 1) * PER_PAGE
    shown = wanted if page is None else wanted[start : start + PER_PAGE]
    funded = ranking.line_after(places)
    beyond = (p.candidate.key for p in wanted if p.within_budget is False)
    ranked = sum(1 for place in places if place.rank is not None)
    return Shortlist(
        rows=tuple(_full_rows(round_, shown, everything=page is None)),
        total=len(wanted),
        ranked=ranked,
        incomplete=len(places) - ranked,
        funded=funded,
        spent_gbp=(places[funded - 1].cumulative_gbp or 0) if funded else 0,
        first_beyond=next(beyond, None),
        tie_breakers=breakers,
    )


def _light_rows(round_: Round, actor: Actor) -> Sequence[Any]:
    """What ranking needs, of the whole round; in the order of Candidate, the phase after it."""
    return db.session.execute(
        select(
            Application.id,
            Application.title,
            func.coalesce(Application.amount_requested_gbp, 0),
            func.coalesce(ScoreSummary.submitted, 0),
            ScoreSummary.mean_pct,
            ScoreSummary.min_pct,
            ScoreSummary.max_pct,
            ScoreSummary.sd_pct,
            func.coalesce(ScoreSummary.in_scope_yes, 0),
            func.coalesce(ScoreSummary.recommend_yes, 0),
            ScoreSummary.criterion_means,
            Application.phase,
        )
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state.not_in(ABSENT),
            ~assessment.out_of_reach(actor),
        )
    ).all()


def _candidate(row: Any) -> Candidate:
    key, title, *numbers, means, _phase = row
    return Candidate._make((key, title.casefold(), *numbers, means or {}))


def _full_rows(round_: Round, places: list[Place], *, everything: bool) -> Iterator[ShortlistRow]:
    if not places:
        return
    ids = None if everything else [place.candidate.key for place in places]
    details = {row.id: row for row in _details(round_, ids)}
    ranges = _wide_ranges(round_, ids)
    setting = rounds.questions_of(round_).meaning("care_settings")
    for place in places:
        key = place.candidate.key
        row = details[key]
        yield ShortlistRow(
            application_id=key,
            reference=row.reference,
            title=row.title,
            state=row.state,
            organisation=row.organisation or "",
            org_type=organisations.TYPES.get(row.org_type or "", "").partition(" (")[0],
            region=row.region or "",
            phase=row.phase,
            ask_gbp=row.amount_requested_gbp,
            months=row.duration_months,
            place=place,
            assigned=row.assigned or 0,
            conflicted=row.conflicted or 0,
            unweighted_pct=row.unweighted_pct,
            settings=_labels(setting, row.settings),
            total_cost_gbp=row.total_cost if isinstance(row.total_cost, int) else None,
            flags=tuple(ranking.disagreements(place.candidate, ranges.get(key))),
            outcome=row.outcome,
            released=row.decision_state == "released",
            amount_gbp=row.amount_gbp,
            reserve_position=row.reserve_position,
            conditions=row.conditions or "",
            note=row.note or "",
            criterion_means=place.candidate.criterion_means,
        )


def _labels(question: Question | None, chosen: Any) -> tuple[str, ...]:
    if question is None or not chosen:
        return ()
    values = chosen if isinstance(chosen, list) else [chosen]
    return tuple(question.label_of(str(value)) for value in values)


def _details(round_: Round, ids: Collection[int] | None) -> Sequence[Any]:
    """What only the rows that are shown need. Settings and cost are as submitted last."""
    latest = (
        select(func.max(Submission.number))
        .where(Submission.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Application.id,
            Application.reference,
            Application.title,
            Application.state,
            Application.phase,
            Application.amount_requested_gbp,
            Application.duration_months,
            Organisation.name.label("organisation"),
            Organisation.org_type,
            Organisation.region,
            ScoreSummary.assigned,
            ScoreSummary.conflicted,
            ScoreSummary.unweighted_pct,
            Decision.outcome,
            Decision.state.label("decision_state"),
            Decision.amount_gbp,
            Decision.reserve_position,
            Decision.conditions,
            Decision.note,
            _answer(round_, "care_settings").label("settings"),
            _answer(round_, "total_cost").label("total_cost"),
        )
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(
            Submission,
            (Submission.application_id == Application.id) & (Submission.number == latest),
        )
        .where(_chosen(Application.id, round_, ids))
    ).all()


def _answer(round_: Round, meaning: str) -> ColumnElement[Any]:
    """One answer out of the submission; the body stays in the database."""
    question = rounds.questions_of(round_).meaning(meaning)
    return Submission.content[("answers", question.key)] if question else null()


def _chosen(column: Any, round_: Round, ids: Collection[int] | None) -> ColumnElement[bool]:
    """These applications; with None, all of the round's."""
    if ids is not None:
        return column.in_(ids)  # type: ignore[no-any-return]
    mine = select(Application.id).where(Application.round_id == round_.id)
    return column.in_(mine)  # type: ignore[no-any-return]


def _wide_ranges(round_: Round, ids: Collection[int] | None) -> dict[int, dict[str, int]]:
    """Application -> criterion title -> how far apart its scores are, where that is a lot."""
    spread = func.max(Score.value) - func.min(Score.value)
    rows = db.session.execute(
        select(Assignment.application_id, Criterion.title, spread)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            Assignment.state == "submitted",
            _chosen(Assignment.application_id, round_, ids),
        )
        .group_by(Assignment.application_id, Criterion.id, Criterion.title, Criterion.position)
        .having(spread >= literal(ranking.SPLIT_RANGE_SCORE))
        .order_by(Assignment.application_id, Criterion.position)
    )
    found: dict[int, dict[str, int]] = {}
    for application_id, title, points in rows:
        found.setdefault(application_id, {})[title] = points or 0
    return found
