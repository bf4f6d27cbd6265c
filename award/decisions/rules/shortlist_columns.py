"""The columns that show the shortlist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from award.assessment.rules.panels import PART
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.ranking import BELOW, SHARED
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.shortlist_view import ALWAYS, DOWNWARDS
from award.decisions.rules.states import OUTCOMES, outcomes_of
from award.foundation.columns import Column, Kind
from award.foundation.marking import OPINION
from award.rounds.rules.criteria import Weighted

MARKING = OPINION
"""On paper and in every file that has a place for it."""
USUAL = (
    "organisation",
    "mean_pct",
    "range_pct",
    "submitted",
    "recommend",
    "ask_gbp",
    "decision",
)
"""The columns that the page shows when none are chosen: as many as fit a laptop's screen
beside titles. Where the money ends is drawn between rows; the running total can be chosen."""
_SORTED: Mapping[str, str] = {
    "rank": "rank",
    "reference": "reference",
    "title": "title",
    "organisation": "organisation",
    "mean_pct": "mean",
    "range_pct": "spread",
    "submitted": "sheets",
    "recommend": "recommend",
    "ask_gbp": "ask",
}
"""Column key -> what an address calls sorting by it (`shortlist_view.SORTED_BY`)."""

Criteria = tuple[tuple[str, str], ...]
"""Their keys and titles."""


def _votes(row: ShortlistRow, yes: int) -> int | None:
    return yes if row.place.candidate.counted else None


def _share(row: ShortlistRow, yes: int) -> str:
    of = row.place.candidate.counted
    return f"{yes} of {of}" if of else ""


def _standing(row: ShortlistRow) -> str:
    if row.place.rank is None:
        return "Incomplete"
    return SHARED if row.place.tie == SHARED else "Ranked"


def _line(row: ShortlistRow) -> str | None:
    place = row.place
    if place.within_budget is not None:
        return "Within budget" if place.within_budget else "Beyond budget"
    if place.rank is None:
        return None
    return "; ".join(place.short) or "Takes no money"


def _decision(row: ShortlistRow) -> str | None:
    if row.outcome is None:
        return None
    return OUTCOMES[row.outcome] + so_far(row)


def so_far(row: ShortlistRow) -> str:
    """What is to be known of a decision that isn’t released."""
    return "" if row.released else " (staged, held back)" if row.held_because else " (staged)"


def _invitation(row: ShortlistRow) -> str | None:
    if row.outcome is None:
        return None
    return _INVITING.get(row.outcome, "") + so_far(row)


_INVITING = outcomes_of(first_stage=True)
OF_MONEY = frozenset({"cumulative_gbp", "amount_gbp", "line", "conditions"})
"""Columns that a first stage has not: no money is decided there."""


OF_PANEL = ("panel_mean_pct", "panel_submitted", "panels_part")
"""Columns of rounds that people of the lived-experience panel score."""
OF_BOTH = ("panels_apart",)
"""Columns of those where they score the same criteria as the others."""


OF_TWO = ("confirmed",)
"""Columns of rounds that ask for a second person behind each decision."""


OF_CHAIRS = frozenset(
    "rank reference title organisation mean_pct moderated_pct left_out panel_mean_pct"
    " panel_submitted panels_part panels_apart range_pct submitted to_come counted in_scope"
    " recommend ask_gbp cumulative_gbp decision ground amount_gbp reserve_position threshold line"
    " standing tie org_type region phase settings months total_cost_gbp unweighted_pct"
    " min_pct max_pct sd_pct flags".split()
)
"""Columns that who chairs the round reads, beside the mean of each criterion: what their pages of
one application say too, and none of what staff note for themselves."""
OF_APPLICANT = frozenset({"organisation", "org_type", "region"})
"""Of these, what a round that hides who applies keeps from them."""


def columns_of_chairs(
    columns: Iterable[Column[ShortlistRow]], hidden: Collection[str]
) -> tuple[Column[ShortlistRow], ...]:
    """`hidden`: keys of what tells who applies. Who may read them is said by the list."""
    return tuple(
        replace(one, permission="")
        for one in columns
        if (one.key in OF_CHAIRS or one.key.startswith(_MEAN)) and one.key not in hidden
    )


_MEAN = "mean_"


def _criterion(key: str, title: str) -> Column[ShortlistRow]:
    heading = f"{title}, mean of 10"
    return Column(f"{_MEAN}{key}", heading, lambda row: row.criterion_means.get(key), Kind.DECIMAL)


def shortlist_columns(
    criteria: Iterable[Weighted],
    *,
    first_stage: bool = False,
    panel: bool = False,
    both: bool = False,
    two: bool = False,
) -> tuple[Column[ShortlistRow], ...]:
    """Every column, in the order of page and downloads, for a round with these criteria; with what
    the lived-experience `panel` says, on criteria of its own or on those that `both` panels score,
    and what the second of `two` people confirmed."""
    named = tuple((one.key, one.title) for one in criteria)
    never = (() if panel or both else OF_PANEL) + (() if both else OF_BOTH)
    return _columns_with(named, first_stage, never + (() if two else OF_TWO))


@lru_cache(maxsize=100)
def _columns_with(
    criteria: Criteria, first_stage: bool, never: tuple[str, ...]
) -> tuple[Column[ShortlistRow], ...]:
    listed = (_as_listed(column) for column in _columns(criteria))
    every = [one for one in listed if one.key not in never]
    if not first_stage:
        return tuple(every)
    return tuple(
        replace(column, cell=_invitation) if column.key == "decision" else column
        for column in every
        if column.key not in OF_MONEY
    )


def _as_listed(column: Column[ShortlistRow]) -> Column[ShortlistRow]:
    by = _SORTED.get(column.key)
    return replace(
        column,
        sort=by,
        called=by or "",
        downwards=by in DOWNWARDS,
        usual=column.key in (*USUAL, "panel_mean_pct"),
        stays=column.key in ALWAYS,
        permission="decision.view",
    )


def _columns(criteria: Criteria) -> tuple[Column[ShortlistRow], ...]:
    return (
        *_what_decides(),
        *_who_and_what(),
        *_what_assessors_said(criteria),
        Column("conditions", "Conditions", lambda r: r.conditions),
        Column("words_for_applicant", "Words for the applicant", lambda r: r.words_for_applicant),
        Column("held_because", "Held back because", lambda r: r.held_because),
        Column("exception_reason", "Reason for exception", lambda r: r.exception_reason),
        Column("note", "Note", lambda r: r.note),
    )


def _what_decides() -> tuple[Column[ShortlistRow], ...]:
    """First, so that a decision can be made without scrolling sideways."""
    return (
        Column("rank", "Rank", lambda r: r.place.rank, Kind.INTEGER),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE),
        Column("title", "Title", lambda r: r.title),
        Column("organisation", "Lead organisation", lambda r: r.organisation),
        Column("mean_pct", "Weighted mean (%)", lambda r: r.mean_pct, Kind.PERCENT),
        Column(
            "moderated_pct",
            "Moderated score (%)",
            lambda r: r.place.candidate.moderated_pct,
            Kind.PERCENT,
        ),
        Column("left_out", "Left out of the mean", lambda r: r.left_out),
        Column("panel_mean_pct", "Lived experience (%)", lambda r: r.of_panel[1], Kind.PERCENT),
        Column("panel_submitted", "Lived-experience sheets", lambda r: r.of_panel[0], Kind.INTEGER),
        Column(
            "panels_apart",
            "Lived experience above professional (points)",
            lambda r: r.panels_apart,
            Kind.DECIMAL,
        ),
        Column("panels_part", PART, lambda r: r.panels_part, Kind.YES_NO),
        Column("range_pct", "Spread (points)", lambda r: r.range_pct, Kind.DECIMAL),
        Column("submitted", "Sheets in", lambda r: r.place.candidate.submitted, Kind.INTEGER),
        Column("to_come", "Sheets to come", lambda r: r.to_come, Kind.INTEGER),
        Column("counted", "Sheets that count", lambda r: r.place.candidate.counted, Kind.INTEGER),
        Column(
            "in_scope",
            "In scope",
            lambda r: _votes(r, r.place.candidate.in_scope_yes),
            Kind.INTEGER,
            shows=lambda r: _share(r, r.place.candidate.in_scope_yes),
        ),
        Column(
            "recommend",
            "Recommend",
            lambda r: _votes(r, r.place.candidate.recommend_yes),
            Kind.INTEGER,
            shows=lambda r: _share(r, r.place.candidate.recommend_yes),
        ),
        Column("ask_gbp", "Ask (£)", lambda r: r.ask_gbp, Kind.MONEY),
        Column("cumulative_gbp", "Running total (£)", lambda r: r.place.cumulative_gbp, Kind.MONEY),
        Column("decision", "Decision", _decision),
        Column(
            "confirmed",
            "Confirmed by a second person",
            lambda r: r.confirmed if r.outcome else None,
            Kind.YES_NO,
        ),
        Column("ground", "Ground of refusal", lambda r: GROUNDS[r.ground] if r.ground else ""),
        Column("amount_gbp", "Amount (£)", lambda r: r.amount_gbp, Kind.MONEY),
        Column("reserve_position", "Reserve place", lambda r: r.reserve_position, Kind.INTEGER),
        Column(
            "threshold",
            "Threshold met",
            lambda r: None if r.place.rank is None else BELOW not in r.place.short,
            Kind.YES_NO,
        ),
        Column("line", "Funding line", _line),
        Column("standing", "Standing", _standing),
        Column("tie", "Tie told apart by", lambda r: r.place.tie),
    )


def _who_and_what() -> tuple[Column[ShortlistRow], ...]:
    return (
        Column("org_type", "Organisation type", lambda r: r.org_type),
        Column("region", "Region", lambda r: r.region),
        Column("phase", "Phase", lambda r: r.phase, Kind.INTEGER),
        Column("open_until", "Can still change until", lambda r: r.open_until, Kind.MOMENT),
        Column("settings", "Care settings", lambda r: r.settings or ""),
        Column("months", "Months", lambda r: r.months, Kind.INTEGER),
        Column("total_cost_gbp", "Total cost (£)", lambda r: r.total_cost_gbp, Kind.MONEY),
    )


def _what_assessors_said(criteria: Criteria) -> tuple[Column[ShortlistRow], ...]:
    return (
        Column("assigned", "Assigned", lambda r: r.assigned, Kind.INTEGER),
        Column("conflicted", "Conflicted", lambda r: r.conflicted, Kind.INTEGER),
        Column("unweighted_pct", "Unweighted mean (%)", lambda r: r.unweighted_pct, Kind.PERCENT),
        Column("min_pct", "Lowest (%)", lambda r: r.place.candidate.min_pct, Kind.PERCENT),
        Column("max_pct", "Highest (%)", lambda r: r.place.candidate.max_pct, Kind.PERCENT),
        Column("sd_pct", "Standard deviation", lambda r: r.sd_pct, Kind.DECIMAL),
        *(_criterion(key, title) for key, title in criteria),
        Column("flags", "To discuss", lambda r: "; ".join(r.flags)),
    )
