"""The shortlist's rows as HTML: what draws a column is chosen once a page, as for any list
(`design.cells`). Numbers are the rule and need no class, text has class t; on a phone a row is a
card, whose cells are labelled from data-l."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from award.assessment.forms.beside import apart_words
from award.assessment.rules.disagreeing import TOTALS_APART
from award.assessment.rules.panels import PART
from award.decisions.rules.ranking import BELOW, BY_DRAW, IN_GROUP, SHARED, Place
from award.decisions.rules.shortlist import Shortlist
from award.decisions.rules.shortlist_columns import so_far
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.states import DECIDABLE, OUTCOME_COLOURS, Outcome, outcomes_of
from award.design import formatters
from award.design.addresses import row_urls
from award.design.cells import HIDDEN, state_tag
from award.foundation.columns import Column, Kind
from award.foundation.figures import beside
from award.rounds.models import Round

Shown = Column[ShortlistRow]
Drawer = Callable[[ShortlistRow], str]
DRAWN = '<span class="app-secondary">by draw</span>'
DASH = f'<span aria-hidden="true">–</span>{HIDDEN}'


def pieces(
    found: Shortlist, *, ranked: bool, draw: Callable[[ShortlistRow], Markup]
) -> Iterator[tuple[str, Any]]:
    """What stands in the table, in order: ("rows", their HTML) with what is drawn between them: the
    "line" where money ends, a "gap" of so many rows, and where rows stand as `ranked` a "stub" for
    each that stands further down, and the "group" that begins."""
    group, rank, rows = "", 0, list[str]()
    for number, row in enumerate(found.rows):
        between: list[tuple[str, Any]] = []
        if row.application_id == found.line_before:
            between.append(("line", found.line))
        if found.gaps and found.gaps[number]:
            between.append(("gap", found.gaps[number]))
        if ranked:
            place = row.place
            if place.meets_threshold and place.rank is not None:
                stubs = [stub for stub in found.stubs if rank < stub.rank < place.rank]
                between += [("stub", stub) for stub in stubs]
                rank = place.rank
            if (starts := _group(place)) != group:
                between.append(("group", starts))
                group = starts
        if between:
            yield "rows", Markup("\n".join(rows))
            yield from between
            rows = []
        rows.append(draw(row))
    yield "rows", Markup("\n".join(rows))
    if found.line_last:
        yield "line", found.line


def _group(place: Place) -> str:
    """What stands under a heading of its own: by rank, those without a majority come first."""
    if place.rank is None:
        return "incomplete"
    if place.meets_threshold:
        return ""
    return "below" if BELOW in place.short else "majority"


def row_drawer(
    columns: Iterable[Shown],
    round_: Round,
    *,
    may_stage: bool,
    leads_to: str,
    along: Mapping[str, Any] | None = None,
    ticked: Collection[str] | None = None,
) -> Callable[[ShortlistRow], Markup]:
    """What draws a row with these columns, whose reference `leads_to` its page; `may_stage`: with a
    link to decide, which takes `along` what was asked of the list. `ticked`: references that
    are, where rows can be."""
    asked = f"?{urlencode(along, doseq=True)}" if along else ""
    drawers = [
        _reference(leads_to)
        if column.key == "reference"
        else _drawer(column, round_, may_stage, asked, ticked)
        for column in columns
    ]
    return lambda row: Markup("<tr>" + "".join([draw(row) for draw in drawers]) + "</tr>")


def _title(row: ShortlistRow) -> str:
    """With until when it can still change, where that is later than for others."""
    until = row.open_until
    said = f"Open until {formatters.long_datetime(until)} (extension)" if until else ""
    note = f'<br><span class="app-secondary">{said}</span>' if said else ""
    return f'<td class="t">{escape(row.title)}{note}</td>'


def _drawer(
    column: Shown, round_: Round, may_stage: bool, asked: str, ticked: Collection[str] | None
) -> Drawer:
    label = f' data-l="{escape(column.heading)}"'
    match column.key:
        case "rank":
            return _rank if ticked is None else _rank_to_tick(ticked)
        case "title":
            return _title
        case "decision":
            return _decision(label, may_stage, asked, outcomes_of(first_stage=round_.followed))
        case "submitted":
            return _sheets_in(label, round_.min_assessments)
        case "mean_pct":
            return _mean(label, round_.threshold_pct)
        case "panel_mean_pct":
            return _of_panel(label, round_.threshold_pct)
        case "range_pct":
            return lambda row: f"<td{label}>{_spread(row, round_.threshold_pct)}</td>"
    if column.kind is Kind.INTEGER:
        return _number(column, label, str)
    if column.kind is Kind.MONEY:
        return _number(column, label, formatters.number)
    if column.kind.numeric:
        return _number(column, label, lambda value: formatters.number(value, 1))
    return _text(column, label)


def _of_panel(label: str, limit: int) -> Drawer:
    """With how many sheets it is of and how far from the others, where they score the same, and
    with words where the panels differ: no colour says it alone."""

    def draw(row: ShortlistRow) -> str:
        sheets, value = row.of_panel
        said = "" if value is None else beside(value, limit)
        notes = [formatters.plural(sheets, "sheet")] if row.lived_counted else []
        if (apart := row.panels_apart) is not None:
            notes.append(apart_words(apart))
        notes += [PART] if row.panels_part else []
        under = "".join([f'<br><span class="app-secondary">{one}</span>' for one in notes])
        return f"<td{label}>{said}{under}</td>"

    return draw


def _rank(row: ShortlistRow) -> str:
    place = row.place
    if place.rank is None:
        return f"<td>{DASH}Not ranked</span></td>"
    drawn = f"<br>{DRAWN}" if place.tie in (BY_DRAW, IN_GROUP) else ""
    return f"<td>{place.rank}{'=' if place.tie == SHARED else ''}{drawn}</td>"


def _rank_to_tick(ticked: Collection[str]) -> Drawer:
    """With a box of the form `several`, where it can be decided."""

    def draw(row: ShortlistRow) -> str:
        if row.released or row.state not in DECIDABLE:
            return _rank(row)
        name, on = escape(row.reference), " checked" if row.reference in ticked else ""
        box = (
            '<td class="shortlist__ticks"><input class="app-tick" type="checkbox" form="several"'
            f' name="application" value="{name}" aria-label="Choose {name}"{on}> '
        )
        return _rank(row).replace("<td>", box, 1)

    return draw


def _reference(leads_to: str) -> Drawer:
    address = row_urls(leads_to, "reference")

    def draw(row: ShortlistRow) -> str:
        href, name = escape(address(row.reference)), escape(row.reference)
        return f'<th scope="row"><a href="{href}">{name}</a></th>'

    return draw


def _number(column: Shown, label: str, words: Callable[..., str]) -> Drawer:
    cell, start, shows = column.cell, f"<td{label}>", column.shows

    def draw(row: ShortlistRow) -> str:
        if (value := cell(row)) is None:
            return f"{start}</td>"
        return f"{start}{escape(shows(row)) if shows else words(value)}</td>"

    return draw


def _text(column: Shown, label: str) -> Drawer:
    cell, start, yes_no = column.cell, f'<td class="t"{label}>', column.kind is Kind.YES_NO

    def draw(row: ShortlistRow) -> str:
        value = cell(row)
        if yes_no:
            return f"{start}{'' if value is None else 'Yes' if value else 'No'}</td>"
        return f"{start}{escape(value or '')}</td>"

    return draw


def _mean(label: str, limit: int) -> Drawer:
    """What it is ranked by, and how that is not the mean of all its sheets."""

    def draw(row: ShortlistRow) -> str:
        agreed, mean = row.place.candidate.moderated_pct, row.mean_pct
        if mean is None:
            return f"<td{label}></td>"
        notes = []
        if agreed is not None:
            notes.append(f"moderated; mean {beside(mean, limit)}")
        if row.left_out:
            notes.append(f"without {row.left_out}")
        said = f'<br><span class="app-secondary">{"; ".join(notes)}</span>' if notes else ""
        return f"<td{label}>{beside(mean if agreed is None else agreed, limit)}{said}</td>"

    return draw


def _sheets_in(label: str, needed: int) -> Drawer:
    """Of those that were asked for, or that a rank takes, whichever is more."""

    def draw(row: ShortlistRow) -> str:
        count, still = row.place.candidate.submitted, row.to_come
        coming = f'{HIDDEN}, </span><span class="shortlist__to-come">{still} to come</span>'
        return f"<td{label}>{count} of {max(needed, count + still)}{coming if still else ''}</td>"

    return draw


def _spread(row: ShortlistRow, limit: int) -> str:
    if row.range_pct is None:
        return f"{DASH}No spread: one sheet only</span>" if row.totals else ""
    return beside(row.range_pct, TOTALS_APART) + _plot(row, limit)


def _plot(row: ShortlistRow, limit: int) -> str:
    """A dot for each assessor's total on a scale of 0 to 100, a hollow diamond where they sit on
    the lived-experience panel; with the scale's ends, the threshold as a thin line and a stroke at
    the mean. The numbers stand in the row."""
    lived = [*row.lived_totals]
    others = list((Counter(row.totals) - Counter(lived)).elements())
    dots = "".join([f"M{int(total + 0.5)} 6h0" for total in others])
    drawn = f'<path class="d" d="{dots}"/>' if dots else ""
    if lived:
        shapes = "".join([f"M{int(total + 0.5)} 1.5l4.5 4.5-4.5 4.5-4.5-4.5z" for total in lived])
        drawn += f'<path class="l" d="{shapes}"/>'
    mean = row.mean_pct
    stroke = "" if mean is None else f'<path class="m" d="M{int(mean + 0.5)} 0V12"/>'
    scale = f'<path class="s" d="M0 3v6M100 3v6M{limit} 0v12"/>'
    return f'<svg viewBox="-4 0 108 12" aria-hidden="true">{scale}{drawn}{stroke}</svg>'


def _decision(label: str, may_stage: bool, asked: str, outcomes: Mapping[Outcome, str]) -> Drawer:
    address = row_urls("decisions.decide", "reference")

    def draw(row: ShortlistRow) -> str:
        said = ""
        if row.outcome:
            said = state_tag(outcomes[row.outcome], OUTCOME_COLOURS[row.outcome])
            told = so_far(row).strip()
            said += f' <span class="shortlist__staged">{told}</span>' if told else ""
        if may_stage and not row.released and row.state in DECIDABLE:
            verb, name = "Change" if row.outcome else "Decide", escape(row.reference)
            href = escape(address(row.reference) + asked)
            said += f' <a href="{href}" aria-label="{verb} {name}">{verb}</a>'
        return f'<td class="t"{label}>{said}</td>'

    return draw
