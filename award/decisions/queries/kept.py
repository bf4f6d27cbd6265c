"""The shortlist out of the ranking that is kept in rows: a page costs what its own rows cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, case, cast, func, null, select

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.models import ScoreSummary
from award.assessment.queries.keeping import readable
from award.decisions.models import Decision, RoundLine, RoundStanding
from award.decisions.queries.placing import MONEY, lacking_words
from award.decisions.queries.sheet_rows import details, full_rows
from award.decisions.rules import ranking
from award.decisions.rules.funding import Money
from award.decisions.rules.ranking import Candidate, Place
from award.decisions.rules.sheet_view import SheetView
from award.decisions.rules.shortlist import PER_PAGE, Shortlist, Stub, gaps
from award.decisions.rules.states import DECIDABLE, DecisionState, Outcome
from award.foundation.db import db
from award.foundation.kept import Kept, unsettled
from award.foundation.names import named, reference_key
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round

_S = RoundStanding
STANDINGS: Mapping[str, ColumnElement[bool]] = {
    "ranked": _S.rank.is_not(None),
    "within": _S.within_budget.is_(True),
    "beyond": _S.within_budget.is_(False),
    "below": _S.lacking % 2 == 1,
    "no_majority": (_S.lacking > 0) & (_S.lacking % 2 == 0),
    "incomplete": _S.rank.is_(None),
}
DECISIONS: Mapping[str, ColumnElement[bool]] = {
    "none": Decision.id.is_(None) & Application.state.in_(DECIDABLE),
    "staged": Decision.state == DecisionState.STAGED,
    "released": Decision.state == DecisionState.RELEASED,
    "fund": Decision.outcome == Outcome.FUND,
    "reserve": Decision.outcome == Outcome.RESERVE,
    "reject": Decision.outcome == Outcome.REJECT,
}
_ORGANISATION = func.coalesce(Organisation.name_key, "")
_SHEETS = func.coalesce(ScoreSummary.submitted, 0)
_SHARE = cast(ScoreSummary.recommend_yes, Float(53)) / func.nullif(ScoreSummary.submitted, 0)
SORTS: Mapping[str, ColumnElement[Any]] = {
    "reference": Application.reference.expression,
    "title": func.nullif(Application.title_key, ""),
    "organisation": func.nullif(_ORGANISATION, ""),
    "mean": ScoreSummary.mean_pct.expression,
    "spread": case((_SHEETS > 1, ScoreSummary.max_pct - ScoreSummary.min_pct)),
    "sheets": _SHEETS,
    "recommend": _SHARE,
    "ask": func.nullif(Application.amount_requested_gbp, 0),
}
"""The same words as `sheet_view` has for filters and sorting, for the database."""


def kept_shortlist(
    round_: Round,
    actor: Actor,
    *,
    page: int | None,
    view: SheetView,
    columns: Collection[str] | None,
) -> Shortlist | None:
    """As `shortlist`, in as many statements. None when the rows are behind what they rest on, or
    count an application with which the actor may not meet."""
    line = _line(round_, actor, view)
    if line is None or unsettled():
        return None
    rows = _rows(line, round_, page, view, columns)
    if any((row.stamp, row.done) != (line.done, line.done) for row in rows):
        return None  # ranked again between the two statements
    breakers = ranking.tie_order(round_.criteria)
    before, shown = (rows[0], rows[1:]) if rows and (page or 1) > 1 else (None, rows)
    start = 0 if page is None else (page - 1) * PER_PAGE
    total = line.everything if line.wanted is None else line.wanted
    found = [(_place(row, breakers), row) for row in shown]
    ids = None if page is None else [row.id for row in shown]
    return Shortlist(
        rows=tuple(full_rows(round_, found, ids, columns)),
        total=total,
        everything=line.everything,
        ranked=line.ranked,
        below=line.below,
        no_majority=line.no_majority,
        incomplete=line.everything - line.ranked,
        line=Money(round_.budget_gbp, **{name: getattr(line, name) for name in MONEY}),
        line_before=_first_below(line.ends_at, before, shown) if view.draws_line else None,
        line_last=view.draws_line
        and line.ends_at is not None
        and start + len(shown) == total
        and (not rows or rows[-1].position <= line.ends_at),
        stubs=_stubs(line, round_, before, shown) if view.draws_line else (),
        gaps=gaps(before.position if before else None, [row.position for row in shown])
        if view.by_rank and view.filtered
        else (),
        tie_breakers=breakers,
    )


@within("line")
def _stubs(line: Any, round_: Round, before: Any, shown: Sequence[Any]) -> tuple[Stub, ...]:
    """Of the ranks that come among these rows, those that stand further down."""
    meeting = [row.rank for row in shown if row.rank is not None and not row.lacking]
    if not meeting:
        return ()
    found = db.session.execute(
        select(_S.rank, Application.reference, Application.title, _S.position)
        .join(Application, Application.id == _S.application_id)
        .where(
            _S.round_id == round_.id,
            _S.lacking > 0,
            _S.rank < meeting[-1],
            _S.rank > (before.rank if before else 0),
        )
        .order_by(_S.position)
    )
    return tuple(Stub(rank or 0, name, title, place) for rank, name, title, place in found)


def _line(round_: Round, actor: Actor, view: SheetView) -> Any:
    """The round's RoundLine, and as `wanted` how many rows the view asks for, None for all."""
    wanted: ColumnElement[Any] = null()
    if view.filtered:
        found = _wanted(round_, view).subquery()
        wanted = select(func.count()).select_from(found).scalar_subquery()
    return db.session.execute(
        select(*RoundLine.__table__.c, Kept.done, wanted.label("wanted"))
        .join(Kept, Kept.round_id == RoundLine.round_id)
        .where(RoundLine.round_id == round_.id, readable(actor))
    ).one_or_none()


@within("round_")
def _wanted(round_: Round, view: SheetView) -> Select[int]:
    """Ids of the applications that the view's filters let through, in a round that `_line` found
    readable."""
    query = select(_S.application_id).where(_S.round_id == round_.id)
    if view.filtered or view.sort_key != "rank":
        query = (
            query.join(Application, Application.id == _S.application_id)
            .outerjoin(Organisation, Organisation.id == Application.organisation_id)
            .outerjoin(ScoreSummary, ScoreSummary.application_id == _S.application_id)
            .outerjoin(Decision, Decision.application_id == _S.application_id)
        )
    return query.where(*_conditions(view))


def _conditions(view: SheetView) -> Iterator[ColumnElement[bool]]:
    if view.phase is not None:
        yield Application.phase == view.phase
    if view.state:
        yield Application.state == view.state
    if view.standing:
        yield STANDINGS[view.standing]
    if view.decision:
        yield DECISIONS[view.decision]
    if view.text:
        reference = reference_key(Application.reference)
        yield named(view.text, reference, Application.title_key, _ORGANISATION)


def _order(view: SheetView) -> list[ColumnElement[Any]]:
    """What is equal keeps the order of the ranking, and what isn't known comes last."""
    if view.sort_key == "rank":
        return [_S.position.desc() if view.downwards else _S.position.asc()]
    by = SORTS[view.sort_key]
    return [by.is_(None), by.desc() if view.downwards else by.asc(), _S.position.asc()]


@within("line")
def _rows(
    line: Any,
    round_: Round,
    page: int | None,
    view: SheetView,
    columns: Collection[str] | None,
) -> Sequence[Any]:
    """A page's rows, after the last of the page before if there is one. Their ids are found
    first, so that a page deep in the list opens no more than the first."""
    order = _order(view)
    ids = _wanted(round_, view).add_columns(func.row_number().over(order_by=order).label("place"))
    if page is not None:
        before = 1 if page > 1 else 0
        start = (page - 1) * PER_PAGE - before
        if view.by_rank and not view.filtered:
            ids = ids.where(_S.position > start, _S.position <= start + PER_PAGE + before)
        else:
            ids = ids.order_by(*order).limit(PER_PAGE + before).offset(start)
    on_page = ids.subquery()
    query = (
        details(round_, columns)
        .add_columns(
            Application.title_key,
            ScoreSummary.submitted,
            ScoreSummary.mean_pct,
            ScoreSummary.min_pct,
            ScoreSummary.max_pct,
            ScoreSummary.sd_pct,
            ScoreSummary.in_scope_yes,
            ScoreSummary.recommend_yes,
            ScoreSummary.criterion_means,
            _S.position,
            _S.rank,
            _S.tie,
            _S.lacking,
            _S.cumulative_gbp,
            _S.within_budget,
            Kept.stamp,
            Kept.done,
        )
        .join(on_page, on_page.c.application_id == Application.id)
        .join(_S, _S.application_id == on_page.c.application_id)
        .join(Kept, Kept.round_id == _S.round_id)
        .order_by(on_page.c.place)
    )
    return db.session.execute(query).all()


def _place(row: Any, breakers: Sequence[ranking.TieBreaker]) -> Place:
    candidate = Candidate(
        key=row.id,
        name=row.title_key,
        ask_gbp=row.amount_requested_gbp or 0,
        submitted=row.submitted or 0,
        mean_pct=row.mean_pct,
        min_pct=row.min_pct,
        max_pct=row.max_pct,
        sd_pct=row.sd_pct,
        in_scope_yes=row.in_scope_yes or 0,
        recommend_yes=row.recommend_yes or 0,
        criterion_means=row.criterion_means or {},
        outcome=row.outcome,
        released=row.decision_state == DecisionState.RELEASED,
        amount_gbp=row.amount_gbp,
    )
    return Place(
        candidate,
        row.rank,
        ranking.tie_words(row.tie, breakers),
        lacking_words(row.lacking),
        row.cumulative_gbp,
        row.within_budget,
    )


def _first_below(ends_at: int | None, before: Any, shown: Sequence[Any]) -> int | None:
    """The row above which the line is drawn: below it, after one that isn't."""
    if ends_at is None or (before is not None and before.position > ends_at):
        return None
    return next((row.id for row in shown if row.position > ends_at), None)
