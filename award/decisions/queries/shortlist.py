"""The shortlist: a round's applications in rank order, from columns only, never bodies of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.states import READABLE
from award.assessment import queries as assessment
from award.assessment.models import ScoreSummary
from award.decisions.models import Decision
from award.decisions.queries.sheet_rows import full_rows
from award.decisions.rules import funding, ranking
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.ranking import Candidate, Place
from award.decisions.rules.sheet_view import Entry, SheetView
from award.decisions.rules.states import DecisionState
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round

PER_PAGE = 50
ALL = SheetView()
_OF_A_CANDIDATE = len(Candidate._fields)


@dataclass(frozen=True)
class Shortlist:
    """Rows of a round, and what is true of all of it.

    `total` counts the rows that the view asked for, before paging, and `everything` the round's;
    `ranked`, `below` the threshold, `no_majority` (of those that reach it) and `incomplete` are the
    round's too.
    `line_before` is the id of the application above which the funding line is drawn; None when it
    is on another page, when rows aren't sorted by rank, or when it comes last (`line_last`).
    """

    rows: tuple[ShortlistRow, ...]
    total: int
    everything: int
    ranked: int
    below: int
    no_majority: int
    incomplete: int
    line: FundingLine
    line_before: int | None
    line_last: bool
    tie_breakers: tuple[ranking.TieBreaker, ...]

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def shortlist(
    round_: Round, actor: Actor, *, page: int | None = None, view: SheetView = ALL
) -> Shortlist:
    """The round's shortlist as `actor` may see it: one page of it, or all when `page` is None.

    `round_` comes from the rounds chapter, with its criteria. Ranks and the funding line are those
    of the whole round, whatever the view shows. An application with which the actor has a conflict
    of interest isn't there at all: the others are ranked without it, or a gap would tell its rank.
    Four statements, however many rows.
    """
    light = {row.id: row for row in _light_rows(round_, actor)}
    breakers = ranking.tie_order(round_.criteria)
    ranked = ranking.rank(
        (_candidate(row) for row in light.values()),
        tie_breakers=breakers,
        min_assessments=round_.min_assessments,
        threshold_pct=round_.threshold_pct,
    )
    line = funding.draw(ranked, round_.budget_gbp)
    wanted = view.of_entries([_entry(place, light[place.candidate.key]) for place in line.places])
    start = 0 if page is None else (page - 1) * PER_PAGE
    shown = wanted if page is None else wanted[start : start + PER_PAGE]
    first_below = _first_below(line, wanted) if view.by_rank else None
    with_rank = [place for place in ranked if place.rank is not None]
    return Shortlist(
        rows=tuple(full_rows(round_, [entry.place for entry in shown], everything=page is None)),
        total=len(wanted),
        everything=len(ranked),
        ranked=len(with_rank),
        below=sum(ranking.BELOW in place.short for place in with_rank),
        no_majority=sum(bool(p.short) and ranking.BELOW not in p.short for p in with_rank),
        incomplete=len(ranked) - len(with_rank),
        line=line,
        line_before=first_below,
        line_last=view.by_rank
        and line.ends_at is not None
        and first_below is None
        and start + len(shown) == len(wanted),
        tie_breakers=breakers,
    )


def _first_below(line: FundingLine, wanted: Sequence[Entry]) -> int | None:
    """The first of those wanted that stands below the line; None when none does."""
    if line.ends_at is None:
        return None
    below = {place.candidate.key for place in line.places[line.ends_at :]}
    keys = (entry.place.candidate.key for entry in wanted)
    return next((key for key in keys if key in below), None)


def ranked() -> ColumnElement[bool]:
    """`ranking.is_ranked` for a statement over Round and ScoreSummary."""
    return (ScoreSummary.submitted >= Round.min_assessments) & ScoreSummary.mean_pct.is_not(None)


def _light_rows(round_: Round, actor: Actor) -> Sequence[Any]:
    """What ranking, filters and sorting need, of the whole round: first the fields of Candidate,
    but for the outcome's."""
    return db.session.execute(
        select(
            Application.id,
            Application.title_key,
            func.coalesce(Application.amount_requested_gbp, 0),
            func.coalesce(ScoreSummary.submitted, 0),
            ScoreSummary.mean_pct,
            ScoreSummary.min_pct,
            ScoreSummary.max_pct,
            ScoreSummary.sd_pct,
            func.coalesce(ScoreSummary.in_scope_yes, 0),
            func.coalesce(ScoreSummary.recommend_yes, 0),
            ScoreSummary.criterion_means,
            Decision.outcome,
            Decision.state == DecisionState.RELEASED,
            Decision.amount_gbp,
            Application.reference,
            Application.phase,
            Application.state,
            func.coalesce(Organisation.name_key, "").label("organisation_key"),
        )
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(sorted(READABLE)),
            ~assessment.out_of_reach(actor),
        )
    ).all()


def _candidate(row: Any) -> Candidate:
    key, title_key, *numbers, means, outcome, released, amount = row[:_OF_A_CANDIDATE]
    return Candidate._make((key, title_key, *numbers, means or {}, outcome, bool(released), amount))


def _entry(place: Place, row: Any) -> Entry:
    return Entry(place, row.reference, row.title_key, row.organisation_key, row.phase, row.state)
