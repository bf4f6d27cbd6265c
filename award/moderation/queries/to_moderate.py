"""A round's applications with a sheet of either panel, those whose assessors disagree first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.left_out import score_counts
from award.assessment.queries.workload import covered
from award.assessment.rules.disagreeing import (
    FAR_OFF,
    NOTHING_COUNTS,
    OUTLYING,
    SCORES_APART,
    TOTALS_APART,
)
from award.assessment.rules.left_out import left_out_words
from award.assessment.rules.panels import PART
from award.assessment.rules.states import AssignmentState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.figures import beside
from award.foundation.marking import OPINION
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.paging import ordered, paged
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.moderation.models import PanelRemark
from award.moderation.queries.panels import Panel, moderated_applications, panel_of
from award.moderation.queries.usual import usual_now

S = ScoreSummary
_COUNTED = S.submitted - S.excluded
_SPREAD = case((_COUNTED > 1, S.max_pct - S.min_pct))
"""One sheet is neither apart from others nor together with them."""
_EPSILON = 1e-9
HAS_SHEETS = or_(S.submitted > 0, S.panel_submitted > 0)
WHY = {
    "any": "Worth talking about",
    "nothing": NOTHING_COUNTS,
    "panels": PART,
    "totals": f"Totals {TOTALS_APART} or more apart",
    "criterion": f"A criterion {SCORES_APART} or more apart",
    "split": "Some recommend it and some don’t",
    "outlier": FAR_OFF,
}
Usual = float | ScalarSelect[float] | None
"""Of `usual`: as a number that was read, or inside of a statement that needs it once."""
SETTLED = {
    "open": "No score was agreed",
    "moderated": "A score was agreed",
    "left_out": "Something is left out of the mean",
}


@dataclass(frozen=True)
class ToModerate:
    """An application in the list. Percentages unrounded. `asked`: as of an `Item`."""

    reference: str
    title: str
    organisation: str
    submitted: int
    mean_pct: float | None
    moderated_pct: float | None
    spread_pct: float | None
    excluded: int
    scores_excluded: int
    remarks: int
    why: tuple[str, ...]
    asked: int
    panel_submitted: int


@within()
def _a_wide_criterion() -> ColumnElement[bool]:
    gap = func.max(Score.value) - func.min(Score.value)
    return exists(
        select(literal(1))
        .select_from(Assignment)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .where(
            Assignment.application_id == Application.id,
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.panel == "",
            score_counts(),
        )
        .group_by(Score.criterion_id)
        .having(gap >= SCORES_APART)
        .correlate(Application)
    )


@within("usual")
def _reasons(usual: Usual) -> dict[str, ColumnElement[bool]]:
    highest, lowest = S.max_pct - S.mean_pct, S.mean_pct - S.min_pct
    off = case((highest > lowest, highest), else_=lowest)
    return {
        "nothing": and_(S.submitted > 0, S.mean_pct.is_(None)),
        "panels": S.panels_part.is_(True),
        "totals": _SPREAD >= TOTALS_APART - _EPSILON,
        "criterion": _a_wide_criterion(),
        "split": and_(S.recommend_yes > 0, S.recommend_yes < _COUNTED),
        "outlier": false()
        if usual is None
        else and_(_COUNTED > 1, off * off - OUTLYING**2 * usual > _EPSILON),
    }


def _found(
    actor: Actor, panel: Panel, view: View[ToModerate], usual: Usual, *shown: Any
) -> Select[Any]:
    query = (
        select(*shown)
        .join(S, S.application_id == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.round_id == panel.round.id,
            moderated_applications(actor),
            HAS_SHEETS,
        )
    )
    if view.q:
        keys = keys_as_one(reference_key(Application.reference), Application.title_key)
        query = query.where(named_in(view.q, *keys))
    reasons = _reasons(usual)
    if why := view.one("why"):
        query = query.where(or_(*reasons.values()) if why == "any" else reasons[why])
    if settled := view.one("settled"):
        out = (S.excluded > 0) | (S.scores_excluded > 0)
        query = query.where(
            {"open": S.moderated_pct.is_(None), "moderated": S.moderated_pct.is_not(None)}.get(
                settled, out
            )
        )
    return query


def _ties(usual: Usual) -> tuple[Any, ...]:
    """Those with a reason to talk about them first; of each part, the totals furthest apart."""
    any_of = case((worth_talking_about(usual), 0), else_=1)
    return any_of, func.coalesce(_SPREAD, 0).desc(), Application.reference


def items_found(actor: Actor, panel: Panel, view: View[ToModerate]) -> Page[ToModerate]:
    said = (
        select(func.count())
        .where(PanelRemark.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    usual = usual_now(panel.round.id, actor)
    reasons = _reasons(usual)
    shown = (
        Application.reference, Application.title, Organisation.name, S.submitted, S.mean_pct,
        S.moderated_pct, _SPREAD, S.excluded, S.scores_excluded, said,
        *reasons.values(), covered(), S.panel_submitted,
    )  # fmt: skip
    keys = (*reasons,)

    def rows(found: Sequence[Any]) -> list[ToModerate]:
        return [
            ToModerate(
                row[0], row[1] or "", row[2] or "", row[3], row[4], row[5], row[6], row[7], row[8],
                row[9],
                tuple(WHY[key] for key, so in zip(keys, row[10:-2], strict=True) if so),
                *row[-2:],
            )
            for row in found
        ]  # fmt: skip

    return paged(_found(actor, panel, view, usual, *shown), view, *_ties(usual), rows=rows)


@within("usual")
def worth_talking_about(usual: Usual) -> ColumnElement[bool]:
    """SQL over Application joined to ScoreSummary: is there a reason to talk about it?"""
    return or_(*_reasons(usual).values())


def beside_in_list(
    actor: Actor, panel: Panel, view: View[ToModerate], reference: str, usual: float | None
) -> tuple[str, str, int, int]:
    """References before and after it in the list as asked for ("" at its ends), its place there,
    and how many there are."""
    order, own = [*ordered(view, *_ties(usual))], Application.reference
    before, after = func.lag(own).over(order_by=order), func.lead(own).over(order_by=order)
    place, number = func.row_number().over(order_by=order), func.count().over()
    query = _found(
        actor, panel, view, usual, own.label("reference"), before.label("before"),
        after.label("after"), place.label("place"), number.label("number"),
    ).subquery()  # fmt: skip
    wanted = (query.c.reference == reference) | (query.c.place == 1)
    rows = {row.reference: row for row in db.session.execute(select(query).where(wanted))}
    if (here := rows.get(reference)) is not None:
        return here.before or "", here.after or "", here.place, here.number
    first = next(iter(rows.values()), None)
    return ("", first.reference, 0, first.number) if first else ("", "", 0, 0)


def sheets_in(submitted: int, asked: int, of_panel: int) -> str:
    """ "2 of 3 asked" while one can still come, and how many are on the lived-experience panel's
    own criteria."""
    found = f"{submitted} of {asked} asked" if asked > submitted else f"{submitted}"
    return f"{found}; {of_panel} of the lived-experience panel" if of_panel else found


def to_moderate_of(actor: Actor, reference: str) -> ListView[ToModerate] | None:
    panel = panel_of(actor, reference)
    return to_moderate(panel, actor) if panel else None


def to_moderate(
    panel: Panel, actor: Actor, along: Mapping[str, str] | None = None
) -> ListView[ToModerate]:
    """A round's list; without organisations for a chair who may not know who applies. `along`: what
    its links take to the pages of one application, which lead on in the same list."""
    further = along or {}
    limit = panel.round.threshold_pct
    hides = panel.round.blindness == "double" and not reads_everything(actor)

    def percent(value: float | None) -> str | None:
        return None if value is None else f"{beside(value, limit)}%"

    def settled(row: ToModerate) -> str:
        out = left_out_words(row.excluded, row.scores_excluded)
        words = [] if row.moderated_pct is None else ["Score agreed"]
        return ". ".join([*words, *([f"Left out: {out}"] if out else [])])

    columns = (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=Application.reference),
        Column("title", "Title", lambda r: r.title, sort=Application.title_key, stays=True,
               names_row=True,
               shows=lambda r: Link(r.title, "moderation.item",
                                    {"reference": r.reference, **further})),
        *(() if hides else (
            Column("organisation", "Organisation", lambda r: r.organisation, usual=False),)),
        Column("why", "Why it is worth talking about", lambda r: "; ".join(r.why)),
        Column("submitted", "Sheets in", lambda r: r.submitted, Kind.INTEGER, sort=S.submitted,
               shows=lambda r: sheets_in(r.submitted, r.asked, r.panel_submitted)),
        Column("mean_pct", "Mean", lambda r: r.mean_pct, Kind.PERCENT, sort=S.mean_pct,
               downwards=True, shows=lambda r: percent(r.mean_pct)),
        Column("spread_pct", "Apart (points)", lambda r: r.spread_pct, Kind.DECIMAL,
               sort=_SPREAD, downwards=True),
        Column("moderated_pct", "Score agreed", lambda r: r.moderated_pct, Kind.PERCENT,
               sort=S.moderated_pct, downwards=True, shows=lambda r: percent(r.moderated_pct)),
        Column("remarks", "Remarks", lambda r: r.remarks, Kind.INTEGER),
        Column("settled", "Agreed", settled,
               shows=lambda r: Tag(settled(r) or "Nothing agreed",
                                   "green" if settled(r) else "grey")),
    )  # fmt: skip
    return ListView(
        "to_moderate",
        "To moderate",
        columns,
        rows=lambda who, view: items_found(who, panel, view),
        permission="moderation.list",
        one="application",
        search="Reference or title",
        filters=(
            Filter("why", "Why", lambda: dict(WHY)),
            Filter("settled", "Agreed", lambda: dict(SETTLED)),
        ),
        empty="No sheet of this round is submitted yet.",
        thing=panel,
        chaired=True,
        about=panel.round,
        download="moderation.list",
        marking=OPINION,
        packed=True,
    )
