"""The shortlist: a round's applications in rank order, from columns only, never bodies of text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.states import READABLE
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import reachable_applications
from award.decisions.models import Decision, DrawnPlace
from award.decisions.queries.chaired import for_chairs, moderated_ids, names_apart
from award.decisions.queries.kept import kept_shortlist
from award.decisions.queries.shortlist_rows import details, full_rows, opened_for, these
from award.decisions.rules import funding, ranking
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.ranking import Candidate, Place
from award.decisions.rules.shortlist import PER_PAGE, Shortlist, Stub, gaps
from award.decisions.rules.shortlist_columns import USUAL
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.shortlist_view import Entry, ShortlistView
from award.decisions.rules.states import DecisionState
from award.foundation.db import db
from award.foundation.policy import Actor
from award.moderation.queries.panels import Panel
from award.moderation.queries.usual import usual_met
from award.moderation.queries.worth_talking import worth_talking_about
from award.rounds.models import Round

ALL = ShortlistView()
_OF_A_CANDIDATE = len(Candidate._fields)


def shortlist(
    round_: Round,
    actor: Actor,
    *,
    page: int | None = None,
    view: ShortlistView = ALL,
    streams: bool = False,
    chaired: Panel | None = None,
) -> Shortlist:
    """The round's shortlist as `actor` may see it: one page of it, or all when `page` is None.

    `round_` comes from the rounds chapter, with its criteria. Ranks and the funding line are those
    of the whole round, whatever the view shows. An application with which the actor has a conflict
    of interest isn't there at all: the others are ranked without it, or a gap would tell its rank.
    With `streams` its rows come one by one, if they are kept. Whose round is `chaired` reads those
    alone that they may moderate, ranked by themselves, and of each what their other pages say.
    Four statements, however many rows: out of the rows that are kept, or ranked here and now where
    those are behind, or count what the actor may not see; one more for a chair.
    """
    columns = (view.columns or USUAL) if page is not None else view.columns or None
    kept = (
        kept_shortlist(round_, actor, page=page, view=view, columns=columns, streams=streams)
        if chaired is None
        else None
    )
    found = kept or ranked_now(
        round_, actor, page=page, view=view, columns=columns, chaired=chaired
    )
    # A first stage decides about no money, so none ends anywhere.
    return replace(found, line_before=None, line_last=False) if round_.followed else found


def ranked_now(
    round_: Round,
    actor: Actor,
    *,
    page: int | None,
    view: ShortlistView,
    columns: Collection[str] | None,
    chaired: Panel | None = None,
) -> Shortlist:
    """As `shortlist`, by the pure rules over everything that the actor may see of the round."""
    line, light = line_now(round_, actor, only=moderated_ids(chaired, actor) if chaired else None)
    wanted = _wanted(round_, actor, line, light, view, chaired)
    start = 0 if page is None else (page - 1) * PER_PAGE
    shown = wanted if page is None else wanted[start : start + PER_PAGE]
    first_below = _first_below(line, wanted) if view.draws_line else None
    with_rank = [place for place in line.places if place.rank is not None]
    rows = _full(round_, actor, [entry.place for entry in shown], page is None, columns)
    return Shortlist(
        rows=tuple(for_chairs(row, round_) for row in rows) if chaired else tuple(rows),
        total=len(wanted),
        everything=len(line.places),
        ranked=len(with_rank),
        below=sum(ranking.BELOW in place.short for place in with_rank),
        no_majority=sum(bool(p.short) and ranking.BELOW not in p.short for p in with_rank),
        incomplete=len(line.places) - len(with_rank),
        line=line,
        line_before=first_below,
        line_last=view.draws_line
        and line.ends_at is not None
        and first_below is None
        and start + len(shown) == len(wanted),
        stubs=_stubs(line, light, wanted[start - 1] if 0 < start <= len(wanted) else None, shown)
        if view.draws_line and chaired is None
        else (),
        gaps=_gaps(line, wanted, start, len(shown)) if view.by_rank and view.filtered else (),
        tie_breakers=ranking.tie_order(round_.criteria),
    )


def _wanted(
    round_: Round,
    actor: Actor,
    line: FundingLine,
    light: dict[int, Any],
    view: ShortlistView,
    chaired: Panel | None = None,
) -> list[Entry]:
    talk = _to_discuss(round_, actor) if view.talk else frozenset()
    entries = [
        _entry(place, light[key], talk=key in talk)
        for place in line.places
        if (key := place.candidate.key) in light
    ]
    return view.of_entries(names_apart(entries, round_) if chaired else entries)


def _to_discuss(round_: Round, actor: Actor) -> frozenset[int]:
    talk = worth_talking_about(usual_met(round_.id, actor))
    query = (
        select(Application.id)
        .join(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Application.round_id == round_.id, talk, reachable_applications(actor))
    )
    return frozenset(db.session.scalars(query))


class Beside(NamedTuple):
    """Where an application stands in the list as it is asked for: references before and after it
    ("" at the ends), its place, and how many there are. Place 0: it isn't in it."""

    before: str = ""
    after: str = ""
    place: int = 0
    of: int = 0

    @property
    def page(self) -> int | None:
        """Of the list; None for the first."""
        found = (self.place - 1) // PER_PAGE + 1
        return found if found > 1 else None


def beside_in(
    round_: Round,
    actor: Actor,
    ranked: tuple[FundingLine, dict[int, Any]],
    view: ShortlistView,
    key: int,
) -> Beside:
    """`ranked` is `line_now` of the round."""
    entries = _wanted(round_, actor, *ranked, view)
    at = next((n for n, one in enumerate(entries) if one.place.candidate.key == key), None)
    if at is None:
        return Beside(of=len(entries))
    after = entries[at + 1].reference if at + 1 < len(entries) else ""
    return Beside(entries[at - 1].reference if at else "", after, at + 1, len(entries))


def _stubs(
    line: FundingLine, light: dict[int, Any], before: Entry | None, shown: Sequence[Entry]
) -> tuple[Stub, ...]:
    meeting = [e.place.rank for e in shown if e.place.rank is not None and e.place.meets_threshold]
    if not meeting:
        return ()
    low = before.place.rank if before and before.place.rank else 0
    return tuple(
        Stub(place.rank, row.reference, row.title, number)
        for number, place in enumerate(line.places, 1)
        if place.rank is not None and low < place.rank < meeting[-1] and not place.meets_threshold
        for row in (light[place.candidate.key],)
    )


def _gaps(line: FundingLine, wanted: Sequence[Entry], start: int, count: int) -> tuple[int, ...]:
    numbers = {place.candidate.key: number for number, place in enumerate(line.places, 1)}
    places = [numbers[entry.place.candidate.key] for entry in wanted[: start + count]]
    return gaps(places[start - 1] if 0 < start <= len(places) else None, places[start:])


def line_now(
    round_: Round, actor: Actor, *, only: Collection[int] | None = None
) -> tuple[FundingLine, dict[int, Any]]:
    """The round's places and money as the actor may see them, with application id -> what filters
    and sorting need of it; of these applications alone, if they are named. One statement."""
    rows = _light_rows(round_, actor)
    light = {row.id: row for row in rows if only is None or row.id in only}
    ranked = ranking.rank(
        (_candidate(row) for row in light.values()),
        tie_breakers=ranking.tie_order(round_.criteria),
        min_assessments=round_.min_assessments,
        threshold_pct=round_.threshold_pct,
    )
    return funding.draw(ranked, round_.budget_gbp), light


def _full(
    round_: Round,
    actor: Actor,
    places: list[Place],
    everything: bool,
    columns: Collection[str] | None,
) -> Iterator[ShortlistRow]:
    """`everything` saves naming each application of a whole round."""
    if not places:
        return iter(())
    ids = None if everything else [place.candidate.key for place in places]
    found = db.session.execute(
        details(opened_for(round_, columns)).where(these(Application.id, round_, ids))
    )
    by_id = {row.id: row for row in found}
    rows = [(place, by_id[place.candidate.key]) for place in places]
    return full_rows(round_, actor, rows, ids, columns)


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
    """What ranking, filters and sorting need, of the whole round: first the fields of Candidate."""
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
            func.coalesce(ScoreSummary.excluded, 0),
            ScoreSummary.moderated_pct,
            ScoreSummary.criterion_means,
            Decision.outcome,
            Decision.state == DecisionState.RELEASED,
            Decision.amount_gbp,
            Decision.ground,
            DrawnPlace.number,
            DrawnPlace.in_group,
            Application.reference,
            Application.title,
            Application.phase,
            Application.state,
            (func.coalesce(Decision.held_because, "") != "").label("held"),
            Decision.confirmed_by_id.is_not(None).label("confirmed"),
            func.coalesce(Organisation.name_key, "").label("organisation_key"),
            func.coalesce(Organisation.former_key, "").label("former_key"),
            ScoreSummary.scores_excluded,
            ScoreSummary.panel_submitted,
            ScoreSummary.panel_mean_pct,
        )
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(DrawnPlace, DrawnPlace.application_id == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(sorted(READABLE)),
            reachable_applications(actor),
        )
    ).all()


def _candidate(row: Any) -> Candidate:
    key, title_key, *numbers, means, outcome, released, amount, ground, lot, in_group = row[
        :_OF_A_CANDIDATE
    ]
    decided = (outcome, bool(released), amount, ground, lot, bool(in_group))
    return Candidate._make((key, title_key, *numbers, means or {}, *decided))


def _entry(place: Place, row: Any, *, talk: bool) -> Entry:
    return Entry(
        place, row.reference, row.title_key, row.organisation_key, row.phase, row.state, talk,
        row.held, row.confirmed, row.former_key,
    )  # fmt: skip
