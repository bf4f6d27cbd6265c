"""What a round's scores tell, worked out once for the same scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from statistics import fmean
from typing import TYPE_CHECKING

from award.assessment.rules.profiles import PROFESSIONAL
from award.assessment.rules.scoring import running_pct
from award.assessment.rules.visibility import names_shown
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel
from award.rounds.models import Criterion
from award.rounds.rules.criteria import LIVED
from award.statistics.queries.scores import Drawn, Line, ScoreRow, line_in, scores_in
from award.statistics.rules.drawn import PanelMeans
from award.statistics.rules.nameless import enough

if TYPE_CHECKING:
    from award.statistics.rules.agreement import Agreement
    from award.statistics.rules.report import Application, Assessor, Report


@dataclass(frozen=True)
class Person:
    """An assessor as the page's reader may know them: the panel only where the name is known."""

    name: str
    lived: bool = False


@dataclass(frozen=True)
class Part:
    """What the scores on one set of criteria tell. `titles` of criteria by key; `people` by key is
    None for a reader who may not know names."""

    report: Report
    titles: Mapping[str, str]
    people: Mapping[str, Person] | None
    panels: Sequence[PanelMeans] = ()
    """Where people of both panels scored them, and their names may be known."""

    @property
    def sheets(self) -> int:
        return sum(one.n for one in self.report.applications)

    @property
    def criteria(self) -> Sequence[tuple[str, Agreement]]:
        """Titles with how far those agree who scored them, in the order of the round."""
        found = {one.criterion: one.agreement for one in self.report.criteria}
        return [(title, found[key]) for key, title in self.titles.items() if key in found]

    @cached_property
    def assessors(self) -> Sequence[tuple[Person, Assessor]]:
        """Those who are shown each, the harshest first; where nothing is said of that, in an order
        that tells nothing: by name, and without names at random, but the same every time."""
        if self.people is not None:
            known = [(self.people[one.assessor], one) for one in self.report.assessors]
            return sorted(known, key=lambda row: (-(row[1].severity or 0), row[0].name.casefold()))
        shown = sorted(
            enough(self.report.assessors),
            key=lambda one: (-(one.severity or 0), sha256(one.assessor.encode()).digest()),
        )
        return [(Person(f"Assessor {number}"), one) for number, one in enumerate(shown, 1)]

    @property
    def others(self) -> tuple[int, int]:
        """How many assessors aren't shown each, and their sheets."""
        shown = [one for _who, one in self.assessors]
        every = self.report.assessors
        return len(every) - len(shown), sum(one.n for one in every) - sum(one.n for one in shown)


@dataclass(frozen=True)
class Whole:
    """A round's statistics. `lived` is of the lived-experience panel's own criteria, apart from
    what ranks; either part is None where no sheet of it counts yet."""

    panel: Panel
    deciding: Part | None
    lived: Part | None
    line: Line

    @property
    def applications(self) -> Sequence[Application]:
        return self.deciding.report.applications if self.deciding else ()

    @property
    def agreed(self) -> int:
        """Of how many of them a panel agreed another score."""
        return sum(one.application in self.line.agreed for one in self.applications)


def whole(panel: Panel, actor: Actor, drawn: Drawn | None = None) -> Whole:
    """As the actor may see it, without what they have a tie to: two statements, one where the line
    is `drawn` for them already."""
    rows = scores_in(panel, actor)
    line = line_in(panel, actor, rows, drawn)
    named = reads_everything(actor) or names_shown(panel.round.blindness)
    deciding = [row for row in rows if not row.panel]
    lived = [row for row in rows if row.panel]
    round_ = panel.round
    return Whole(
        panel,
        _part(deciding, round_.criteria, named, line.places, line.out),
        _part(lived, round_.lived_criteria, named, None, {}),
        line,
    )


@within("rows")
def _part(
    rows: Sequence[ScoreRow],
    criteria: Sequence[Criterion],
    named: bool,
    places: int | None,
    out: Mapping[str, str],
) -> Part | None:
    if not rows:
        return None
    people = {_key(row): Person(row.name, row.sits_on == LIVED) for row in rows} if named else None
    keys = {one.id: one.key for one in criteria}
    scores = sorted((row.reference, _key(row), keys[row.criterion_id], row.value) for row in rows)
    weights = tuple((one.key, one.weight) for one in criteria)
    report = _report(tuple(scores), weights, places, tuple(sorted(out.items())))
    panels = _panels(rows, criteria) if named else []
    return Part(report, {one.key: one.title for one in criteria}, people, panels)


@within("rows")
def _panels(rows: Sequence[ScoreRow], criteria: Sequence[Criterion]) -> list[PanelMeans]:
    """In the order of the round; none where no application was read by both."""
    given: dict[tuple[int, str], list[ScoreRow]] = {}
    for row in rows:
        given.setdefault((row.application_id, row.sits_on), []).append(row)
    both = {number for number, panel in given if panel == LIVED and (number, PROFESSIONAL) in given}
    found = []
    for one in criteria:
        means = [
            [row.value for number in both for row in given[number, panel]
             if row.criterion_id == one.id]
            for panel in (PROFESSIONAL, LIVED)
        ]  # fmt: skip
        if all(means):
            found.append(PanelMeans(one.title, fmean(means[0]), fmean(means[1]), len(both)))
    return found


def _key(row: ScoreRow) -> str:
    return f"{row.assessor_id:09}"


@lru_cache(maxsize=12)
def _report(
    scores: tuple[tuple[str, str, str, int], ...],
    weights: tuple[tuple[str, int], ...],
    places: int | None,
    out: tuple[tuple[str, str], ...],
) -> Report:
    """Totals are weighted, as percentages; of a sheet some of whose scores are left out, those
    that count. Kept under these very scores: what any of them changes is another report."""
    from award.statistics.rules.means import means_of  # NumPy is loaded by who needs it
    from award.statistics.rules.report import report
    from award.statistics.rules.table import Cell, table_of

    cells, sheets, of = [], dict[tuple[str, str], dict[str, int]](), dict(weights)
    for reference, assessor, key, value in scores:
        cells.append(Cell(reference, assessor, key, float(value)))
        sheets.setdefault((reference, assessor), {})[key] = value
    totals = {name: running_pct(given, of) or 0.0 for name, given in sheets.items()}
    table, means = table_of(cells, totals), means_of(sheets, of)
    return report(table, places=places, out=dict(out), ranges=True, means=means)
