"""The statements that read the kept ranking. Each is made once for what it asks, not once a page:
to make one takes longer than to ask it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Float,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    text,
)

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.models.kept import Cover, ScoreSummary
from award.assessment.queries.keeping import kept_words, readable
from award.assessment.queries.usual import usual_in
from award.decisions.models import Decision, DrawnPlace, RoundLine, RoundStanding
from award.decisions.queries.placing import MEETS
from award.decisions.queries.shortlist_rows import Opened, details
from award.decisions.rules.shortlist_view import ShortlistView
from award.decisions.rules.states import DECIDABLE, DecisionState, Outcome
from award.foundation.db import Base
from award.foundation.kept import Kept
from award.foundation.paging import joined
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.moderation.queries.worth_talking import worth_talking_about

_S = RoundStanding
STANDINGS: Mapping[str, ColumnElement[bool]] = {
    "ranked": _S.rank.is_not(None),
    "within": _S.within_budget.is_(True),
    "beyond": _S.within_budget.is_(False),
    "meets": _S.section == MEETS,
    "below": _S.lacking % 2 == 1,
    "no_majority": (_S.lacking > 0) & (_S.lacking % 2 == 0),
    "incomplete": _S.rank.is_(None),
}
_STAGED = Decision.state == DecisionState.STAGED
DECISIONS: Mapping[str, ColumnElement[bool]] = {
    "none": Decision.id.is_(None) & Application.state.in_(DECIDABLE),
    "staged": _STAGED,
    "unconfirmed": _STAGED & Decision.confirmed_by_id.is_(None),
    "confirmed": _STAGED & Decision.confirmed_by_id.is_not(None),
    "held": _STAGED & (Decision.held_because != ""),
    "released": Decision.state == DecisionState.RELEASED,
    "invite": Decision.outcome == Outcome.INVITE,
    "fund": Decision.outcome == Outcome.FUND,
    "reserve": Decision.outcome == Outcome.RESERVE,
    "reject": Decision.outcome == Outcome.REJECT,
}
_ORGANISATION = func.coalesce(Organisation.name_key, "")
_SHEETS = func.coalesce(ScoreSummary.submitted, 0)
_COUNTED = ScoreSummary.submitted - ScoreSummary.excluded
_SHARE = cast(ScoreSummary.recommend_yes, Float(53)) / func.nullif(_COUNTED, 0)
SORTS: Mapping[str, ColumnElement[Any]] = {
    "reference": Application.reference.expression,
    "title": func.nullif(Application.title_key, ""),
    "organisation": func.nullif(_ORGANISATION, ""),
    "mean": func.coalesce(ScoreSummary.moderated_pct, ScoreSummary.mean_pct),
    "spread": case((_COUNTED > 1, ScoreSummary.max_pct - ScoreSummary.min_pct)),
    "sheets": _SHEETS,
    "recommend": _SHARE,
    "ask": func.nullif(Application.amount_requested_gbp, 0),
}
"""The same words as `shortlist_view` has for filters and sorting, for the database."""
JOINS: tuple[tuple[type[Base], ColumnElement[bool]], ...] = (
    (Application, Application.id == _S.application_id),
    (Organisation, Organisation.id == Application.organisation_id),
    (ScoreSummary, ScoreSummary.application_id == _S.application_id),
    (Decision, Decision.application_id == _S.application_id),
)
ROUND: BindParameter[int] = bindparam("round_id", type_=Integer)


@within("round_id")
@lru_cache(maxsize=200)
def number_of(round_id: BindParameter[int], view: ShortlistView) -> Select[int]:
    """How many the view's filters let through."""
    return select(func.count().label("number")).select_from(_wanted(round_id, view).subquery())


@lru_cache(maxsize=200)
def line_of(actor: Actor) -> Select[Any]:
    return (
        select(*RoundLine.__table__.c, Kept.done)
        .join(Kept, Kept.round_id == RoundLine.round_id)
        .where(RoundLine.round_id == ROUND, readable(actor))
    )


@within("round_id")
def _wanted(round_id: BindParameter[int], view: ShortlistView, *order: Any) -> Select[int]:
    """Ids of the applications that the view's filters let through, in a round that `_line` found
    readable, with what they are sorted by."""
    conditions = tuple(_conditions(round_id, view))
    query = select(_S.application_id).where(_S.round_id == round_id, *conditions)
    if view.text:
        found = select(Cover.application_id).where(
            Cover.round_id == round_id, kept_words(view.text)
        )
        query = query.where(_S.application_id.in_(found))
    return joined(query, JOINS, *conditions, *order)


@within("round_id")
def _conditions(round_id: BindParameter[int], view: ShortlistView) -> Iterator[ColumnElement[bool]]:
    if view.phase is not None:
        yield Application.phase == view.phase
    if view.state:
        yield Application.state == view.state
    if view.standing:
        yield STANDINGS[view.standing]
    if view.decision:
        yield DECISIONS[view.decision]
    if view.ground:
        yield Decision.ground == view.ground
    if view.talk:
        yield worth_talking_about(usual_in(round_id))


def _order(view: ShortlistView) -> list[ColumnElement[Any]]:
    """What is equal keeps the order of the ranking, and what isn't known comes last."""
    if view.sort_key == "rank":
        return [_S.position.desc() if view.downwards else _S.position.asc()]
    by = SORTS[view.sort_key]
    return [by.is_(None), by.desc() if view.downwards else by.asc(), _S.position.asc()]


@within("round_id")
@lru_cache(maxsize=200)
def rows_of(
    round_id: BindParameter[int], view: ShortlistView, opened: Opened, whole: bool
) -> Select[Any]:
    """Ids are found first, so that a page deep in the list opens no more than the first."""
    order = _order(view)
    place = func.row_number().over(order_by=order).label("place")
    ids = _wanted(round_id, view, *order).add_columns(place)
    start: BindParameter[int] = bindparam("start", type_=Integer)
    if not whole and view.by_rank and not view.filtered:
        ids = ids.where(_S.position > start, _S.position <= bindparam("until"))
    elif not whole:
        ids = ids.order_by(*order).limit(bindparam("many", type_=Integer)).offset(start)
    number = func.count().over() if view.filtered else null()  # in the same pass
    on_page = ids.add_columns(number.label("number")).subquery()
    return (
        details(opened)
        .add_columns(
            Application.title_key,
            ScoreSummary.submitted,
            ScoreSummary.mean_pct,
            ScoreSummary.min_pct,
            ScoreSummary.max_pct,
            ScoreSummary.sd_pct,
            ScoreSummary.in_scope_yes,
            ScoreSummary.recommend_yes,
            ScoreSummary.excluded,
            ScoreSummary.moderated_pct,
            ScoreSummary.criterion_means,
            _S.position,
            _S.rank,
            _S.tie,
            _S.lacking,
            _S.cumulative_gbp,
            _S.within_budget,
            DrawnPlace.number.label("lot"),
            DrawnPlace.in_group,
            Kept.stamp,
            Kept.done,
            on_page.c.number,
        )
        .join(on_page, on_page.c.application_id == Application.id)
        .join(_S, _S.application_id == on_page.c.application_id)
        .join(Kept, Kept.round_id == _S.round_id)
        .outerjoin(DrawnPlace, DrawnPlace.application_id == Application.id)
        .order_by(on_page.c.place)
    )


@within("round_id")
@cache
def stubs_of(round_id: BindParameter[int]) -> Select[Any]:
    shown: list[Any] = [_S.rank, Application.reference, Application.title, _S.position]
    return (
        select(*shown)
        .join(Application, Application.id == _S.application_id)
        .where(
            _S.round_id == round_id,
            text("lacking > 0"),  # as the index of those few says it
            _S.rank < bindparam("above"),
            _S.rank > bindparam("below"),
        )
        .order_by(_S.position)
    )
