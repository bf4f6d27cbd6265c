"""The shortlist out of the ranking that is kept in rows: a page costs what its own rows cost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from award.decisions.queries.kept_reads import ROUND, line_of, number_of, rows_of, stubs_of
from award.decisions.queries.placing import MONEY, lacking_words
from award.decisions.queries.shortlist_rows import full_rows, opened_for
from award.decisions.rules import ranking
from award.decisions.rules.funding import Money
from award.decisions.rules.ranking import Candidate, Place
from award.decisions.rules.shortlist import PER_PAGE, Shortlist, Stub, gaps
from award.decisions.rules.shortlist_view import ShortlistView
from award.decisions.rules.states import DecisionState
from award.foundation.kept import unsettled
from award.foundation.many import plain_rows, streamed
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round


def kept_shortlist(
    round_: Round,
    actor: Actor,
    *,
    page: int | None,
    view: ShortlistView,
    columns: Collection[str] | None,
    streams: bool = False,
) -> Shortlist | None:
    """As `shortlist`, in as many statements, and one more for a page beyond the last. None when
    the rows are behind what they rest on, or count an application with which the actor may not
    meet. One that `streams` has no page, and so nothing that is said between rows."""
    view = replace(view, columns=())  # which are shown changes no statement but by `opened_for`
    line = _line(round_, actor)
    if line is None or unsettled():
        return None
    breakers = ranking.tie_order(round_.criteria)
    every = Shortlist(
        rows=(),
        total=line.everything,
        everything=line.everything,
        ranked=line.ranked,
        below=line.below,
        no_majority=line.no_majority,
        incomplete=line.everything - line.ranked,
        line=Money(round_.budget_gbp, **{name: getattr(line, name) for name in MONEY}),
        line_before=None,
        line_last=False,
        stubs=(),
        gaps=(),
        tie_breakers=breakers,
    )
    if streams:
        return _streamed(every, line, round_, actor, view, columns)
    rows = _rows(line, round_, page, view, columns)
    if any((row.stamp, row.done) != (line.done, line.done) for row in rows):
        return None  # ranked again between the two statements
    before, shown = (rows[0], rows[1:]) if rows and (page or 1) > 1 else (None, rows)
    start = 0 if page is None else (page - 1) * PER_PAGE
    total = _number(line, rows, view, start) if view.filtered else line.everything
    found = [(_place(row, breakers), row) for row in shown]
    ids = None if page is None else [row.id for row in shown]
    return replace(
        every,
        rows=tuple(full_rows(round_, actor, found, ids, columns)) if found else (),
        total=total,
        line_before=_first_below(line.ends_at, before, shown) if view.draws_line else None,
        line_last=view.draws_line
        and line.ends_at is not None
        and start + len(shown) == total
        and (not rows or rows[-1].position <= line.ends_at),
        stubs=_stubs(line, before, shown) if view.draws_line else (),
        gaps=gaps(before.position if before else None, [row.position for row in shown])
        if view.by_rank and view.filtered
        else (),
    )


@within("line")
def _streamed(
    every: Shortlist,
    line: Any,
    round_: Round,
    actor: Actor,
    view: ShortlistView,
    columns: Collection[str] | None,
) -> Shortlist | None:
    """Out of one statement: if its first row is of the ranking that `line` tells of, so are all."""
    query = rows_of(ROUND, view, opened_for(round_, columns), True)
    rows = streamed(query, {"round_id": line.round_id})
    first = next(rows, None)
    if first is None:
        return replace(every, total=0)
    if (first.stamp, first.done) != (line.done, line.done):
        return None
    found = ((_place(row, every.tie_breakers), row) for row in chain((first,), rows))
    return replace(
        every,
        total=first.number if view.filtered else line.everything,
        stream=full_rows(round_, actor, found, None, columns),
    )


@within("line")
def _stubs(line: Any, before: Any, shown: Sequence[Any]) -> tuple[Stub, ...]:
    """Of the ranks that come among these rows, those that stand further down."""
    meeting = [row.rank for row in shown if row.rank is not None and not row.lacking]
    if not meeting:
        return ()
    which = {
        "round_id": line.round_id,
        "above": meeting[-1],
        "below": before.rank if before else 0,
    }
    found = plain_rows(stubs_of(ROUND), which)
    return tuple(Stub(rank or 0, name, title, place) for rank, name, title, place in found)


def _line(round_: Round, actor: Actor) -> Any:
    """The round's RoundLine."""
    return next(iter(plain_rows(line_of(actor), {"round_id": round_.id})), None)


@within("line")
def _number(line: Any, rows: Sequence[Any], view: ShortlistView, start: int) -> int:
    """How many rows the view asks for: each of them says."""
    if rows or not start:
        return int(rows[0].number) if rows else 0
    (found,) = plain_rows(number_of(ROUND, view), {"round_id": line.round_id})
    return int(found.number)


@within("line")
def _rows(
    line: Any,
    round_: Round,
    page: int | None,
    view: ShortlistView,
    columns: Collection[str] | None,
) -> Sequence[Any]:
    """A page's rows, after the last of the page before if there is one."""
    before = 1 if page and page > 1 else 0
    start = ((page or 1) - 1) * PER_PAGE - before
    which = {
        "round_id": line.round_id,
        "start": start,
        "many": PER_PAGE + before,
        "until": start + PER_PAGE + before,
    }
    query = rows_of(ROUND, view, opened_for(round_, columns), page is None)
    return plain_rows(query, which)


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
        excluded=row.excluded or 0,
        moderated_pct=row.moderated_pct,
        criterion_means=row.criterion_means or {},
        outcome=row.outcome,
        released=row.decision_state == DecisionState.RELEASED,
        amount_gbp=row.amount_gbp,
        ground=row.ground,
        lot=row.lot,
        in_group=bool(row.in_group),
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
