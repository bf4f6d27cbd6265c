"""What must be true of scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.fixed import FixedSheet
from award.assessment.models.kept import Cover, PersonLoad, RoundTally, ScoreSummary
from award.assessment.queries import keeping
from award.assessment.queries.left_out import NONE, WHOLE, left_out_anywhere, moderated_anywhere
from award.assessment.queries.scores import Weights, summary_columns, weights_in
from award.assessment.rules.scoring import ScoredSheet, weighted_pct
from award.assessment.rules.sheet import ScoreValue, SheetValues, as_data
from award.assessment.rules.states import ACTIVE, CONFLICTED, SENT, AssignmentState
from award.foundation import audit
from award.foundation.checks import AT_A_TIME
from award.foundation.db import Base, db
from award.foundation.digests import sha256_of
from award.foundation.kept import present
from award.rounds.models import Criterion, Round
from award.rounds.rules.criteria import LIVED


def summaries() -> Iterator[str]:
    """Totals and summaries, computed again from the rows of scores, of what moderators left out
    and of what panels agreed: unrounded, so equal."""
    weights, out, moderated = _weights(), left_out_anywhere(), moderated_anywhere()
    sheets: dict[int, list[ScoredSheet]] = defaultdict(list)
    for found in _submitted_sheets():
        terms = weights[found.round_id]
        wanted = terms.lived if found.panel == LIVED else terms.deciding
        if set(found.scores) != set(wanted) or None in found.scores.values():
            yield f"{found.reference}: a submitted sheet lacks a score"
            continue
        if found.weighted_pct != weighted_pct(found.scores, wanted):
            yield f"{found.reference}: a sheet's weighted total is not what its scores come to"
        keys = out.get(found.application_id, {}).get(found.assignment_id, NONE)
        if WHOLE not in keys:
            sheets[found.application_id].append(
                ScoredSheet(found.scores, *found.votes, keys, found.panel, found.sat_on)
            )
    counts = _counts()
    query = (
        select(Application.reference, Application.round_id, Round.threshold_pct, ScoreSummary)
        .join(ScoreSummary, ScoreSummary.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .order_by(Application.reference)
    )
    for reference, round_id, threshold, summary in db.session.execute(query):
        key = summary.application_id
        left_out = [*out.get(key, {}).values()]
        right = {
            **counts[key],
            **summary_columns(
                sheets[key], weights[round_id], threshold, left_out, moderated.get(key)
            ),
        }
        wrong = sorted(name for name, value in right.items() if getattr(summary, name) != value)
        if wrong:
            yield f"{reference}: the score summary is out of date in {', '.join(wrong)}"


class _Found:
    """A submitted sheet with its scores by criterion key."""

    def __init__(self, row: Any) -> None:
        self.reference, self.application_id, self.round_id = row[0], row[1], row[2]
        self.assignment_id = row[3]
        self.votes, self.weighted_pct = (bool(row[4]), bool(row[5])), row[6]
        self.panel: str = row.panel
        self.sat_on: str = row.sat_on or ""
        self.scores: dict[str, int] = {}


def _submitted_sheets() -> Iterator[_Found]:
    query = (
        select(
            Application.reference, Application.id, Application.round_id, Assignment.id,
            Sheet.in_scope, Sheet.recommend, Sheet.weighted_pct, Criterion.key, Score.value,
            Sheet.panel, Assignment.sat_on,
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Assignment.state == AssignmentState.SUBMITTED)
        .order_by(Sheet.id)
    )  # fmt: skip
    sheets: dict[int, _Found] = {}
    for row in db.session.execute(query):
        sheets.setdefault(row[3], _Found(row)).scores[row.key] = row.value
    yield from sheets.values()


def _weights() -> dict[int, Weights]:
    return weights_in(list(db.session.scalars(select(Round.id))))


def _counts() -> dict[int, dict[str, int]]:
    """Application to how many of its assignments are assigned, submitted, conflicted."""
    counts: dict[int, dict[str, int]] = defaultdict(
        lambda: {"assigned": 0, "submitted": 0, "conflicted": 0}
    )
    query = (
        select(Assignment.application_id, Assignment.state, func.count(), Sheet.panel)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .group_by(Assignment.application_id, Assignment.state, Sheet.panel)
    )
    for application_id, state, number, panel in db.session.execute(query):
        counts[application_id]["assigned"] += number if state in ACTIVE else 0
        decides = state == AssignmentState.SUBMITTED and panel != LIVED
        counts[application_id]["submitted"] += number if decides else 0
        counts[application_id]["conflicted"] += number if state in CONFLICTED else 0
    return counts


def sheets_told() -> Iterator[str]:
    """The digest of the event by which it was submitted fits scores, reasons, comments, votes."""
    told = audit.last_told(["assignment.submit"])
    for key, reference, values, pct in _sheets_as_they_are():
        last = told.get(key)
        if last is None:
            yield f"{reference}: no event says that sheet {key} was submitted"
        elif "digest" in last and not audit.fits(as_data(values, pct), last["digest"]):
            yield f"{reference}: sheet {key} was changed after it was submitted"


def sheets_fixed() -> Iterator[str]:
    """What is kept of each time fits its fingerprint, and that is the one that its event says."""
    told = audit.all_told(["assignment.submit"])
    left = {
        key: [one["sha256"] for one in events if "sha256" in one] for key, events in told.items()
    }
    query = select(FixedSheet).order_by(FixedSheet.assignment_id, FixedSheet.number)
    kept: dict[int, list[str]] = defaultdict(list)
    for one in db.session.scalars(query.execution_options(yield_per=AT_A_TIME)):
        kept[one.assignment_id].append(one.sha256)
        if sha256_of(one.content) != one.sha256:
            yield f"sheet {one.assignment_id}: time {one.number} does not fit its fingerprint"
    for key in sorted({*kept, *left}):
        if kept.get(key, []) != left.get(key, []):
            yield f"sheet {key}: the fingerprints kept are not those of its submissions"


def _sheets_as_they_are() -> Iterator[tuple[int, str, SheetValues, float]]:
    """Each submitted sheet by the number of its assignment, those that count no more as well."""
    query = (
        select(
            Assignment.id, Application.reference, Sheet.comments_for_applicant,
            Sheet.comments_for_programme, Sheet.in_scope, Sheet.recommend, Sheet.weighted_pct,
            Criterion.key, Score.value, Score.justification,
        )
        .join(Application, Application.id == Assignment.application_id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(Score, Score.sheet_id == Sheet.id)
        .outerjoin(Criterion, Criterion.id == Score.criterion_id)
        .where(Assignment.state.in_(sorted(SENT)))
        .order_by(Assignment.id)
        .execution_options(yield_per=AT_A_TIME)
    )  # fmt: skip
    for _, rows in groupby(db.session.execute(query), key=lambda row: row.id):
        first, *rest = rows
        scores = {row.key: ScoreValue(row.value, row.justification) for row in (first, *rest)}
        scores.pop(None, None)
        yield first.id, first.reference, SheetValues(scores, *first[2:6]), first.weighted_pct


def kept_rows() -> Iterator[str]:
    """Cover, load and tallies of every round whose kept rows are read, counted again."""
    for kind, model, columns, now in KEPT:
        for round_id in db.session.scalars(present()).all():
            there = model.__table__.c
            kept = select(*(there[name] for name in columns)).where(there.round_id == round_id)
            rows = (
                {tuple(row) for row in db.session.execute(query)} for query in (kept, now(round_id))
            )
            for row in sorted(set.symmetric_difference(*rows), key=str):
                yield f"round {round_id}: the kept {kind} and its rows differ in {row}"


KEPT: tuple[tuple[str, type[Base], tuple[str, ...], Callable[[int], Select[Any]]], ...] = (
    ("cover", Cover, keeping.COVER, keeping.covers),
    ("load", PersonLoad, keeping.LOAD, keeping.loads),
    ("tally", RoundTally, keeping.TALLY, keeping.tallies),
)
CHECKS = (
    ("Every score that lists show is what the score sheets come to", summaries),
    ("Every submitted sheet is as its assessor submitted it", sheets_told),
    ("Every time that a sheet was submitted is kept with its fingerprint", sheets_fixed),
    ("Everybody’s cover, load and tally that are kept are what their rows come to", kept_rows),
)
