"""A round's applications with a sheet of either panel, those whose assessors disagree first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Select,
    case,
    func,
    or_,
    select,
)

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.queries.left_out import lapsed
from award.assessment.queries.workload import covered
from award.assessment.rules.left_out import left_out_words
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.figures import beside
from award.foundation.marking import OPINION
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.paging import ordered, paged
from award.foundation.policy import Actor, reads_everything
from award.foundation.tables import Filter, ListView, Page, View
from award.moderation.models import PanelRemark
from award.moderation.queries.panels import Panel, moderated_applications, panel_of
from award.moderation.queries.usual import usual_now
from award.moderation.queries.worth_talking import (
    HAS_SHEETS,
    SPREAD,
    WHY,
    S,
    Usual,
    moved,
    reasons,
    worth_talking_about,
)

SETTLED = {
    "open": "No score was agreed",
    "moderated": "A score was agreed",
    "left_out": "Something is left out of the mean",
    "again": "To decide again: its sheets have changed since",
}
LAPSED = "what was left out counts again"
MOVED = "the sheets have changed since a score was agreed"


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
    lapsed: bool
    moved: bool


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
    why_so = reasons(usual)
    if why := view.one("why"):
        query = query.where(or_(*why_so.values()) if why == "any" else why_so[why])
    if settled := view.one("settled"):
        ways = {
            "open": S.moderated_pct.is_(None),
            "moderated": S.moderated_pct.is_not(None),
            "left_out": (S.excluded > 0) | (S.scores_excluded > 0),
            "again": or_(lapsed(), moved()),
        }
        query = query.where(ways[settled])
    return query


def _ties(usual: Usual) -> tuple[Any, ...]:
    """Those to decide again first, then those with a reason to talk about them; of each part, the
    totals furthest apart."""
    again = case((or_(lapsed(), moved()), 0), else_=1)
    any_of = case((worth_talking_about(usual), 0), else_=1)
    return again, any_of, func.coalesce(SPREAD, 0).desc(), Application.reference


def items_found(actor: Actor, panel: Panel, view: View[ToModerate]) -> Page[ToModerate]:
    said = (
        select(func.count())
        .where(PanelRemark.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    usual = usual_now(panel.round.id, actor)
    why_so = reasons(usual)
    shown = (
        Application.reference, Application.title, Organisation.name, S.submitted, S.mean_pct,
        S.moderated_pct, SPREAD, S.excluded, S.scores_excluded, said,
        *why_so.values(), covered(), S.panel_submitted, lapsed(), moved(),
    )  # fmt: skip
    keys = (*why_so,)

    def rows(found: Sequence[Any]) -> list[ToModerate]:
        return [
            ToModerate(
                row[0], row[1] or "", row[2] or "", row[3], row[4], row[5], row[6], row[7], row[8],
                row[9],
                tuple(WHY[key] for key, so in zip(keys, row[10:-4], strict=True) if so),
                row[-4], row[-3], bool(row[-2]), bool(row[-1]),
            )
            for row in found
        ]  # fmt: skip

    return paged(_found(actor, panel, view, usual, *shown), view, *_ties(usual), rows=rows)


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
        again = [*([LAPSED] if row.lapsed else []), *([MOVED] if row.moved else [])]
        first = [f"To decide again: {', and '.join(again)}"] if again else []
        return ". ".join([*first, *words, *([f"Left out: {out}"] if out else [])])

    def tagged(row: ToModerate) -> Tag:
        words = settled(row)
        colour = "orange" if row.lapsed or row.moved else "green" if words else "grey"
        return Tag(words or "Nothing agreed", colour)

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
               sort=SPREAD, downwards=True),
        Column("moderated_pct", "Score agreed", lambda r: r.moderated_pct, Kind.PERCENT,
               sort=S.moderated_pct, downwards=True, shows=lambda r: percent(r.moderated_pct)),
        Column("remarks", "Remarks", lambda r: r.remarks, Kind.INTEGER),
        Column("settled", "Agreed", settled, shows=tagged),
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
