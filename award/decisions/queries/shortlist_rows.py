"""What a row of the shortlist shows beyond its rank, read for the rows that are shown only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, null, select
from sqlalchemy.sql.elements import ColumnElement

from award.accounts.models import Organisation
from award.accounts.rules import organisations
from award.applications.models import Application, Submission
from award.applications.rules import changing
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.left_out import score_counts, sheet_counts
from award.assessment.queries.scores import beside_to_come
from award.assessment.rules.disagreeing import SCORES_APART, disagreements
from award.assessment.rules.states import AssignmentState
from award.decisions.models import Decision
from award.decisions.rules.ranking import Place
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.states import DecisionState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among_given, given, on_postgresql, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.moderation.queries.usual import usual_now
from award.rounds.models import Criterion, Round
from award.rounds.queries import question_sets
from award.rounds.rules.criteria import LIVED

Opened = tuple[str | None, str | None]
"""Questions whose answers are shown, by key: the care settings', and the total cost's."""


def full_rows(
    round_: Round,
    actor: Actor,
    found: Iterable[tuple[Place, Any]],
    ids: Collection[int] | None,
    columns: Collection[str] | None,
) -> Iterator[ShortlistRow]:
    """Places with their `details` as rows, in their order. `ids` are theirs, or None for a whole
    round; `columns` those that will be shown, None for all: what no other shows is not read."""
    flagged, now = shows(columns, "flags"), clock.now()
    ranges = _wide_ranges(round_, ids) if flagged else {}
    usual = usual_now(round_.id, actor) if flagged else None
    totals = _totals(round_, ids)
    beside = beside_to_come(round_, ids) if shows(columns, "submitted", "to_come") else {}
    known = question_sets.questions_of(round_)
    setting, cost = known.meaning("care_settings"), known.meaning("total_cost")
    for place, row in found:
        key = place.candidate.key
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
            open_until=changing.still_longer(row.extended_until, round_.closes_at, now),
            assigned=row.assigned or 0,
            conflicted=row.conflicted or 0,
            unweighted_pct=row.unweighted_pct,
            scores_excluded=row.scores_excluded or 0,
            settings=setting.cell(row.settings) if setting else None,
            total_cost_gbp=cost.amount(row.total_cost) if cost else None,
            totals=tuple(total for total, _lived in totals.get(key, ())),
            lived_totals=tuple(total for total, lived in totals.get(key, ()) if lived),
            panel_submitted=row.panel_submitted or 0,
            beside_to_come=beside.get(key, 0),
            panel_mean_pct=row.panel_mean_pct,
            panels_part=bool(row.panels_part),
            lived_counted=row.lived_counted or 0,
            lived_mean_pct=row.lived_mean_pct,
            others_mean_pct=row.others_mean_pct,
            flags=tuple(
                disagreements(
                    place.candidate,
                    ranges.get(key),
                    usual=usual,
                    parted=bool(row.panels_part),
                )
            )
            if flagged
            else (),
            outcome=row.outcome,
            released=row.decision_state == DecisionState.RELEASED,
            amount_gbp=row.amount_gbp,
            reserve_position=row.reserve_position,
            conditions=row.conditions or "",
            exception_reason=row.exception_reason or "",
            note=row.note or "",
            ground=row.ground,
            words_for_applicant=row.words_for_applicant or "",
            held_because=row.held_because or "",
            confirmed=row.confirmed,
            criterion_means=place.candidate.criterion_means,
        )


def shows(columns: Collection[str] | None, *keys: str) -> bool:
    """Is one of these among the columns that will be shown?"""
    return columns is None or any(key in columns for key in keys)


def opened_for(round_: Round, columns: Collection[str] | None) -> Opened:
    if not shows(columns, "settings", "total_cost_gbp"):
        return None, None
    known = question_sets.questions_of(round_)
    setting, cost = known.meaning("care_settings"), known.meaning("total_cost")
    return setting.key if setting else None, cost.key if cost else None


@within("opened")
@lru_cache(maxsize=100)
def details(opened: Opened) -> Select[Any]:
    """What only the rows that are shown need, over all applications: to be joined to those.
    Settings and cost are as submitted last, and the submission stays closed where neither is
    shown."""
    setting, cost = opened
    shown: list[Any] = [
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
        Application.extended_until,
        ScoreSummary.assigned,
        ScoreSummary.conflicted,
        ScoreSummary.unweighted_pct,
        ScoreSummary.scores_excluded,
        ScoreSummary.panel_submitted,
        ScoreSummary.panel_mean_pct,
        ScoreSummary.panels_part,
        ScoreSummary.lived_counted,
        ScoreSummary.lived_mean_pct,
        ScoreSummary.others_mean_pct,
        Decision.outcome,
        Decision.state.label("decision_state"),
        Decision.amount_gbp,
        Decision.reserve_position,
        Decision.conditions,
        Decision.exception_reason,
        Decision.note,
        Decision.ground,
        Decision.words_for_applicant,
        Decision.held_because,
        Decision.confirmed_by_id.is_not(None).label("confirmed"),
        _answer(setting).label("settings"),
        _answer(cost).label("total_cost"),
    ]
    query = (
        select(*shown)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
    )
    if not any(opened):
        return query
    latest = (
        select(func.max(Submission.number))
        .where(Submission.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    return query.outerjoin(
        Submission,
        (Submission.application_id == Application.id) & (Submission.number == latest),
    )


def _answer(key: str | None) -> ColumnElement[Any]:
    """One answer out of the submission; the body stays in the database."""
    return Submission.content[("answers", key)] if key else null()


@within("ids")
def these(column: Any, round_: Round, ids: Collection[int] | None) -> ColumnElement[bool]:
    """These applications; with None, all of the round's."""
    if ids is not None:
        return column.in_(ids)  # type: ignore[no-any-return]
    return column.in_(_all_of(round_.id))  # type: ignore[no-any-return]


@within("ids")
def _wide_ranges(round_: Round, ids: Collection[int] | None) -> dict[int, dict[str, int]]:
    """Application -> criterion title -> how far apart its scores are, where that is a lot."""
    spread = func.max(Score.value) - func.min(Score.value)
    rows = db.session.execute(
        select(Assignment.application_id, Criterion.title, spread)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.panel == "",
            score_counts(),
            these(Assignment.application_id, round_, ids),
        )
        .group_by(Assignment.application_id, Criterion.id, Criterion.title, Criterion.position)
        .having(spread >= literal(SCORES_APART))
        .order_by(Assignment.application_id, Criterion.position)
    )
    found: dict[int, dict[str, int]] = {}
    for application_id, title, points in rows:
        found.setdefault(application_id, {})[title] = points or 0
    return found


@within("ids")
def _totals(round_: Round, ids: Collection[int] | None) -> dict[int, list[tuple[float, bool]]]:
    """Application -> each assessor's weighted total, sorted so that a place tells nothing, and
    whether they sat on the lived-experience panel."""
    which: dict[str, Any] = {"round_id": round_.id} if ids is None else {"ids": given(ids)}
    found: dict[int, list[tuple[float, bool]]] = {}
    for key, total, panel in plain_rows(_totals_of(ids is None, on_postgresql()), which):
        found.setdefault(key, []).append((total or 0.0, panel == LIVED))
    return found


@within("whole")
@cache
def _totals_of(whole: bool, postgresql: bool) -> Select[Any]:
    """Of a round, or of `ids`. Made once: every page of every shortlist asks it."""
    key = Assignment.application_id
    which = (
        key.in_(_all_of(bindparam("round_id")))
        if whole
        else among_given(key, "ids", postgresql=postgresql)
    )
    shown: list[Any] = [Assignment.application_id, Sheet.weighted_pct, Assignment.sat_on]
    return (
        select(*shown)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.weighted_pct.is_not(None),
            sheet_counts(),
            Sheet.panel == "",
            which,
        )
        .order_by(Assignment.application_id, Sheet.weighted_pct, Assignment.sat_on)
    )


@within("round_id")
def _all_of(round_id: Any) -> Select[int]:
    return select(Application.id).where(Application.round_id == round_id)
