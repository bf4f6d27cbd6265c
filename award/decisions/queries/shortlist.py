"""The shortlist: a round's applications in rank order, from columns only, never bodies of text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    light = {row.id: row for row in _light_rows(round_, actor)}
    breakers = ranking.tie_order(round_.criteria)
    places = ranking.rank(
        (_candidate(row) for row in light.values()),
        tie_breakers=breakers,
        min_assessments=round_.min_assessments,
        threshold_pct=round_.threshold_pct,
        budget_gbp=round_.budget_gbp,
    )
    wanted = [p for p in places if phase is None or light[p.candidate.key].phase == phase]
    start = 0 if page is None else (page - 1) * PER_PAGE
    shown = wanted if page is None else wanted[start : start + PER_PAGE]
    funded = ranking.line_after(places)
    beyond = (p.candidate.key for p in wanted if p.within_budget is False)
    ranked = sum(1 for place in places if place.rank is not None)
    return Shortlist(
        rows=tuple(_full_rows(round_, shown, light, everything=page is None)),
        total=len(wanted),
        ranked=ranked,
        incomplete=len(places) - ranked,
        funded=funded,
        spent_gbp=(places[funded - 1].cumulative_gbp or 0) if funded else 0,
        first_beyond=next(beyond, None),
        tie_breakers=breakers,
    )


def _light_rows(round_: Round, actor: Actor) -> Sequence[Any]:
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
            ScoreSummary.submitted,
            ScoreSummary.conflicted,
            ScoreSummary.mean_pct,
            ScoreSummary.unweighted_pct,
            ScoreSummary.min_pct,
            ScoreSummary.max_pct,
            ScoreSummary.sd_pct,
            ScoreSummary.in_scope_yes,
            ScoreSummary.recommend_yes,
            ScoreSummary.criterion_means,
            Decision.outcome,
            Decision.state.label("decision_state"),
            Decision.amount_gbp,
            Decision.reserve_position,
            Decision.conditions,
            Decision.note,
        )
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state.not_in(ABSENT),
            ~assessment.out_of_reach(actor),
        )
    ).all()


def _candidate(row: Any) -> Candidate:
    return Candidate(
        key=row.id,
        name=row.title.casefold(),
        ask_gbp=row.amount_requested_gbp or 0,
        submitted=row.submitted or 0,
        mean_pct=row.mean_pct,
        min_pct=row.min_pct,
        max_pct=row.max_pct,
        sd_pct=row.sd_pct,
        in_scope_yes=row.in_scope_yes or 0,
        recommend_yes=row.recommend_yes or 0,
        criterion_means=row.criterion_means or {},
    )


def _full_rows(
    round_: Round, places: list[Place], light: Mapping[int, Any], *, everything: bool
) -> Iterable[ShortlistRow]:
    if not places:
        return
    ids = None if everything else [place.candidate.key for place in places]
    settings, costs = _from_answers(round_, ids)
    ranges = _wide_ranges(round_, ids)
    for place in places:
        key = place.candidate.key
        row = light[key]
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
            settings=settings.get(key, ()),
            total_cost_gbp=costs.get(key),
            flags=tuple(ranking.disagreements(place.candidate, ranges.get(key))),
            outcome=row.outcome,
            released=row.decision_state == "released",
            amount_gbp=row.amount_gbp,
            reserve_position=row.reserve_position,
            conditions=row.conditions or "",
            note=row.note or "",
            criterion_means=row.criterion_means or {},
        )


def _chosen(column: Any, round_: Round, ids: Collection[int] | None) -> ColumnElement[bool]:
    """These applications; with None, all of the round's."""
    if ids is not None:
        return column.in_(ids)  # type: ignore[no-any-return]
    mine = select(Application.id).where(Application.round_id == round_.id)
    return column.in_(mine)  # type: ignore[no-any-return]


def _from_answers(
    round_: Round, ids: Collection[int] | None
) -> tuple[dict[int, tuple[str, ...]], dict[int, int]]:
    """Care settings, in words, and total cost, as submitted; the latest submission counts."""
    questions = rounds.questions_of(round_)
    setting, cost = questions.meaning("care_settings"), questions.meaning("total_cost")
    rows = db.session.execute(
        select(
            Submission.application_id,
            Submission.content[("answers", setting.key)] if setting else null(),
            Submission.content[("answers", cost.key)] if cost else null(),
        )
        .where(_chosen(Submission.application_id, round_, ids))
        .order_by(Submission.application_id, Submission.number)
    )
    settings: dict[int, tuple[str, ...]] = {}
    costs: dict[int, int] = {}
    for application_id, chosen, pounds in rows:
        if setting and chosen:
            values = chosen if isinstance(chosen, list) else [chosen]
            settings[application_id] = tuple(setting.label_of(str(value)) for value in values)
        if isinstance(pounds, int):
            costs[application_id] = pounds
    return settings, costs


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
