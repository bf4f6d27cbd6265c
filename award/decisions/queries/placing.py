"""Everybody's place in a round, computed by the database: what `ranking` and `funding` say, as one
statement over sort keys. `flask check` compares the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Subquery,
    case,
    cast,
    exists,
    false,
    func,
    null,
    or_,
    select,
)

from award.applications.models import Application
from award.applications.rules.states import PERHAPS_UNSENT
from award.assessment.models.kept import ScoreSummary
from award.assessment.rules.ordering import EXACT, WIDTH
from award.decisions.models import Decision, DrawnPlace, RoundStanding
from award.decisions.rules.ranking import (
    BELOW,
    DRAWN_TIE,
    GROUP_TIE,
    NO_SCOPE_VOTE,
    NO_VOTE,
    SHARED_TIE,
)
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.db import db
from award.foundation.scopes import everything
from award.rounds.models import Criterion, Round

MEETS, FALLS_SHORT, INCOMPLETE = 0, 1, 2
"""Sections of a shortlist, in its order."""
LACKING = {1: BELOW, 2: NO_SCOPE_VOTE, 4: NO_VOTE}
"""What an application lacks to be funded, as bits."""
MONEY = ("awarded_gbp", "staged_gbp", "above_gbp", "below_gbp", "reached", "waiting", "ends_at")
"""Columns of a RoundLine that are a funding line's."""
COLUMNS = ("application_id", "round_id", "position", "section", "rank", "tie", "lacking",
           "takes_gbp", "cumulative_gbp", "within_budget")  # fmt: skip


def lacking_words(bits: int) -> tuple[str, ...]:
    """As `ranking.falls_short` says it."""
    return tuple(words for bit, words in LACKING.items() if bits & bit)


@dataclass(frozen=True)
class Terms:
    """What a round's ranking depends on beside its applications."""

    id: int
    min_assessments: int
    threshold_pct: int
    budget_gbp: int
    criteria: int
    drawn: bool


@everything("whether lots were drawn, which everybody may know")
def _drawn_in(round_id: int) -> ColumnElement[bool]:
    return exists(
        select(DrawnPlace.application_id)
        .join(Application, Application.id == DrawnPlace.application_id)
        .where(Application.round_id == round_id)
    )


def terms_of(round_id: int) -> Terms:
    """One statement."""
    criteria = (
        select(func.count())
        .where(Criterion.round_id == round_id, Criterion.panel == "")
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            Round.id,
            Round.min_assessments,
            Round.threshold_pct,
            Round.budget_gbp,
            criteria,
            _drawn_in(round_id),
        ).where(Round.id == round_id)
    ).one()
    return Terms(*row)


def places(terms: Terms) -> Select[Any]:
    """COLUMNS of every application that stands on the round's shortlist."""
    candidate = _candidates(terms)
    placed = _placed(_by_lot(candidate) if terms.drawn else candidate, terms)
    c = placed.c
    promised = func.coalesce(func.sum(case((c.funded, c.takes))).over(), 0)
    promised_so_far = func.sum(case((c.funded, c.takes))).over(order_by=c.position)
    # Whoever shares a rank is in one frame, so a shared rank is counted whole.
    asked = case((c.waiting, c.takes))
    asked_so_far = func.sum(asked).over(partition_by=c.section, order_by=c.rank)
    taken_so_far = func.sum(c.takes).over(partition_by=c.section, order_by=c.rank)
    return select(
        c.id,
        cast(terms.id, Integer),
        c.position,
        c.section,
        c.rank,
        c.tie,
        c.lacking,
        c.takes,
        case(((c.section == MEETS) & c.takes.is_not(None), taken_so_far)),
        case(
            (c.funded, promised_so_far <= terms.budget_gbp),
            (c.waiting, promised + asked_so_far <= terms.budget_gbp),
        ),
    ).where(c.id > 0)


@everything("kept rows rank everything; readers come through `readable`")
def _candidates(terms: Terms) -> FromClause:
    """Section, sort key and money of each."""
    submitted = func.coalesce(ScoreSummary.submitted, 0)
    ranked = (submitted >= terms.min_assessments) & ScoreSummary.mean_pct.is_not(None)
    lacking = case((ranked, _lacking(terms)), else_=0)
    section = case((~func.coalesce(ranked, False), INCOMPLETE), (lacking > 0, FALLS_SHORT),
                   else_=MEETS)  # fmt: skip
    undecided = Decision.id.is_(None)
    lot: list[Any] = [null(), false()]
    if terms.drawn:
        member = func.coalesce(DrawnPlace.in_group, False) & (section == MEETS)
        lot = [case((section < INCOMPLETE, DrawnPlace.number)), member]
    takes = case(
        (Decision.outcome == Outcome.FUND, func.coalesce(Decision.amount_gbp, 0)),
        (undecided & (section == MEETS), func.coalesce(Application.amount_requested_gbp, 0)),
    )
    query = (
        select(
            Application.id,
            Application.title_key,
            section.label("section"),
            lacking.label("lacking"),
            case((section < INCOMPLETE, ScoreSummary.sort_key)).label("key"),
            takes.label("takes"),
            func.coalesce(Decision.outcome == Outcome.FUND, False).label("funded"),
            (undecided & (section == MEETS)).label("waiting"),
            cast(lot[0], Integer).label("lot"),
            lot[1].label("member"),
        )
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(Application.round_id == terms.id, Application.state.not_in(sorted(PERHAPS_UNSENT)))
    )
    if not terms.drawn:
        return query.subquery("candidate")
    return query.outerjoin(DrawnPlace, DrawnPlace.application_id == Application.id).cte("candidate")


def _by_lot(candidate: FromClause) -> FromClause:
    """With the keys that the drawn group shares out among its members, the best for the first
    lot, and with lots only where all that are equal have one."""
    c = candidate.c
    group = select(
        c.id,
        c.key,
        func.row_number().over(order_by=c.key).label("slot"),
        func.row_number().over(order_by=c.lot).label("turn"),
        func.count().over().label("many"),
    ).where(c.member)
    slot, taker = group.subquery("slot"), group.subquery("taker")
    taken = (
        select(taker.c.id, slot.c.key, taker.c.many)
        .join(slot, slot.c.slot == taker.c.turn)
        .subquery("taken")
    )
    key = func.coalesce(taken.c.key, c.key)
    equal = (c.section == INCOMPLETE, key)
    without = func.count(case((c.lot.is_(None), 1))).over(partition_by=equal)
    return (
        select(
            *(one for one in c if one.key not in ("key", "lot", "member")),
            key.label("key"),
            case((without == 0, c.lot)).label("lot"),
            (func.coalesce(taken.c.many, 0) > 1).label("member"),
        )
        .outerjoin(taken, taken.c.id == c.id)
        .subquery("by_lot")
    )


def _lacking(terms: Terms) -> ColumnElement[int]:
    n = ScoreSummary.submitted - ScoreSummary.excluded
    half = 0.5 * 10**-EXACT
    score = func.coalesce(ScoreSummary.moderated_pct, ScoreSummary.mean_pct)
    below = score < cast(terms.threshold_pct - half, Float(53))
    bits = (
        case((below, 1), else_=0),
        case((ScoreSummary.in_scope_yes * 2 <= n, 2), else_=0),
        case((ScoreSummary.recommend_yes * 2 <= n, 4), else_=0),
    )
    return bits[0] + bits[1] + bits[2]


def _placed(candidate: FromClause, terms: Terms) -> Subquery:
    """With rank, place in the list, and what told it apart from those beside it."""
    c = candidate.c
    incomplete = case((c.section == INCOMPLETE, 1), else_=0)
    beside: dict[str, Any] = {"partition_by": incomplete, "order_by": (c.key, c.id)}
    lot = (func.coalesce(c.lot, 0),) if terms.drawn else ()
    listed = (c.section, c.key, *lot, c.title_key, c.id)
    rank = func.rank().over(partition_by=incomplete, order_by=(c.key, *lot))
    before, after = func.lag(c.key).over(**beside), func.lead(c.key).over(**beside)
    ordered = select(
        *c,
        case((c.section < INCOMPLETE, rank), else_=null()).label("rank"),
        func.row_number().over(order_by=listed).label("position"),
        before.label("before"),
        after.label("after"),
    ).subquery("ordered")
    return select(*ordered.c, _tie(ordered, terms).label("tie")).subquery("placed")


def _tie(ordered: Subquery, terms: Terms) -> ColumnElement[int]:
    """How many comparisons from the first on come out like a neighbour's: 0 where no other has
    this mean, SHARED_TIE where all do and no lot tells them apart."""
    c = ordered.c

    def alike(count: int) -> ColumnElement[bool]:
        mine, *others = (
            func.substr(key, 1, count * WIDTH, type_=LargeBinary())
            for key in (c.key, c.before, c.after)
        )
        return or_(*(mine == theirs for theirs in others))

    same = or_(c.key == c.before, c.key == c.after)
    depths = [(alike(count), count) for count in range(terms.criteria + 1, 0, -1)]
    drawn = [(c.member, GROUP_TIE), (same, DRAWN_TIE)] if terms.drawn else []
    return case(
        (c.section == INCOMPLETE, 0),
        (same & c.lot.is_(None), SHARED_TIE),
        *drawn,
        *depths,
        else_=0,
    )


@everything("kept rows count everything; readers come through `readable`")
def sums(round_id: int) -> Select[Any]:
    """What a round's places come to, from the rows that are kept: the columns of a RoundLine but
    for the stamps."""
    s = RoundStanding
    meets, funded = s.section == MEETS, Decision.outcome == Outcome.FUND
    out, reached = meets & s.within_budget.is_(False), meets & s.within_budget.is_(True)
    ends_at = (
        select(
            func.coalesce(
                func.min(case((out, s.position))) - 1, func.max(case((reached, s.position)))
            )
        )
        .where(s.round_id == round_id)
        .scalar_subquery()
    )
    above = or_(ends_at.is_(None), s.position <= ends_at)
    waiting = Decision.id.is_(None) & s.takes_gbp.is_not(None)
    shown: list[Any] = [
        func.count().label("everything"),
        func.count(s.rank).label("ranked"),
        _number(s.lacking % 2 == 1).label("below"),
        _number((s.lacking > 0) & (s.lacking % 2 == 0)).label("no_majority"),
        _pounds((Decision.state == DecisionState.RELEASED) & funded).label("awarded_gbp"),
        _pounds((Decision.state == DecisionState.STAGED) & funded).label("staged_gbp"),
        _pounds(above).label("above_gbp"),
        _pounds(~above & funded).label("below_gbp"),
        _number(waiting & s.within_budget.is_(True)).label("reached"),
        _number(waiting).label("waiting"),
        func.max(ends_at).label("ends_at"),
    ]
    return (
        select(*shown)
        .select_from(s)
        .outerjoin(Decision, Decision.application_id == s.application_id)
        .where(s.round_id == round_id)
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _pounds(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, RoundStanding.takes_gbp))), 0)
