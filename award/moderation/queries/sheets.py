"""Sheets of one application beside each other, as who moderates may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any, Final

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.people import AssessorProfile
from award.assessment.models.pins import Pin
from award.assessment.queries.fixed import revised_among
from award.assessment.queries.left_out import WHOLE
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.staff import assignments_on
from award.assessment.queries.workload import sat_on
from award.assessment.rules.disagreeing import (
    FAR_OFF,
    OUTLYING,
    disagreements,
    far_off,
    far_off_points,
)
from award.assessment.rules.fixed import Revised
from award.assessment.rules.scoring import running_pct
from award.assessment.rules.sheet import ScoreValue
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.earlier import went_back
from award.moderation.queries.panels import Item
from award.moderation.rules.scale import Given, Scale, scale_of
from award.moderation.rules.shown import left_out_titles, of_sheet
from award.rounds.models import Criterion
from award.rounds.rules.criteria import LIVED

TINTED: Final = 3
"""Points of 10 from which the ends of a row stand out."""


@dataclass(frozen=True)
class PanelSheet:
    """A submitted sheet. `who` is a name and an alias, or the alias alone, as its reader may;
    `for_programme` is None for whoever isn't of the programme team."""

    assignment: Assignment
    who: str
    letter: str
    panel: str
    total_pct: float
    scores: Mapping[str, ScoreValue]
    left_out: frozenset[str]
    in_scope: bool
    recommend: bool
    for_applicant: str
    for_programme: str | None
    pins: Mapping[int, Sequence[tuple[int, str]]]
    """By number of the criterion: pins and their words of answers, as they were read."""
    revised: Revised | None = None
    """Set where it was submitted again after its author could read another's."""

    @property
    def lived(self) -> bool:
        return self.panel == LIVED

    @property
    def whole_out(self) -> bool:
        return WHOLE in self.left_out

    def is_out(self, key: str) -> bool:
        """Doesn't this score count in the mean?"""
        return self.whole_out or key in self.left_out

    @property
    def counting(self) -> dict[str, int]:
        """Its scores that count in the means."""
        return {k: one.value or 0 for k, one in self.scores.items() if not self.is_out(k)}

    def value_before(self, key: str) -> int | None:
        """The score that stood before its author could read another's, if it was another."""
        return self.revised.value_before(key, self.scores[key]) if self.revised else None

    def reason_before(self, key: str) -> str:
        return self.revised.reason_before(key, self.scores[key]) if self.revised else ""

    def vote_before(self, name: str) -> bool | None:
        """`in_scope` or `recommend`."""
        return self.revised.vote_before(name, now=getattr(self, name)) if self.revised else None

    def counts_for(self, criteria: Sequence[Criterion]) -> float | None:
        """Its total over what of it counts; None where nothing does."""
        return running_pct(self.counting, {one.key: one.weight for one in criteria})


@dataclass(frozen=True)
class Sheets:
    """All of an application, by alias. `beside` are on criteria of the lived-experience panel's
    own, and decide nothing. `went_back`: one said something else before."""

    deciding: Sequence[PanelSheet]
    beside: Sequence[PanelSheet]
    went_back: bool


@within("item")
def sheets_of(item: Item, actor: Actor) -> Sequence[PanelSheet]:
    """Those that decide."""
    return every_sheet_of(item, actor).deciding


@within("item")
def every_sheet_of(item: Item, actor: Actor) -> Sheets:
    """Those that were voided for a conflict are not there."""
    every = reads_everything(actor)
    named = every or names_shown(item.round.blindness)
    rows = [
        row
        for row in assignments_on(item.application)
        if row.assignment.state == AssignmentState.SUBMITTED
    ]
    panels, pins, back = _panels_and_pins(item)
    revised = revised_among([row.assignment.id for row in rows] if back else ())
    deciding: list[PanelSheet] = []
    beside: list[PanelSheet] = []
    for row in rows:
        one, sheet = row.assignment, there(row.sheet, "the sheet that was submitted")
        (beside if sheet.panel else deciding).append(
            PanelSheet(
                assignment=one,
                who=f"{row.name} ({one.alias})" if named else one.alias,
                letter=row.letter,
                panel=sheet.panel or panels[one.id],
                total_pct=there(sheet.weighted_pct, "its total"),
                scores=row.scores,
                left_out=row.left_out,
                in_scope=bool(sheet.in_scope),
                recommend=bool(sheet.recommend),
                for_applicant=sheet.comments_for_applicant,
                for_programme=sheet.comments_for_programme if every else None,
                pins=pins.get(one.id, {}),
                revised=revised.get(one.id),
            )
        )
    return Sheets(deciding, beside, back)


@within("item")
def _panels_and_pins(
    item: Item,
) -> tuple[dict[int, str], dict[int, dict[int, list[tuple[int, str]]]], bool]:
    """By assignment: the panel that its assessor sat on, and by criterion the words that
    are pinned to what is submitted. And whether any sheet of it went back to its assessor, one
    that nobody is shown for a conflict included."""
    pinned = (Pin.assignment_id == Assignment.id) & (Assignment.state == AssignmentState.SUBMITTED)
    shown: list[Any] = [
        Assignment.id, sat_on(), Pin.criterion_id, Pin.id, Pin.quotation, Assignment.state,
        went_back(),
    ]  # fmt: skip
    rows: Any = db.session.execute(
        select(*shown)
        .select_from(Assignment)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Pin, pinned)
        .where(
            Assignment.application_id == item.application_id,
        )
        .order_by(Pin.id)
    ).all()
    panels: dict[int, str] = {}
    pins: dict[int, dict[int, list[tuple[int, str]]]] = {}
    for number, panel, criterion_id, pin_id, words, state, _ in rows:
        if state in CONFLICTED:
            continue
        panels[number] = panel
        if criterion_id is not None:
            pins.setdefault(number, {}).setdefault(criterion_id, []).append((pin_id, words))
    return panels, pins, any(row[-1] for row in rows)


def _scale(key: str, sheets: Sequence[PanelSheet], middle: float | None) -> Scale | None:
    given = [
        Given(one.letter, one.scores[key].value or 0, one.panel, one.is_out(key))
        for one in sheets
        if key in one.scores
    ]
    return scale_of(given, middle) if given else None


@within("item", "sheet")
def shown_of(item: Item, sheet: PanelSheet) -> dict[str, Any]:
    """What the page shows that leaves something of it out."""
    titles = left_out_titles(item.round.criteria, sheet.left_out)
    at = there(sheet.assignment.submitted_at, "when it was submitted")
    return of_sheet(sheet.total_pct, at, titles)


@dataclass(frozen=True)
class Line:
    """A criterion over all sheets: the mean of what counts, the round's middle, and the gap; None
    where fewer than two scores count, which are neither apart nor together."""

    criterion: Criterion
    mean: float | None
    middle: float | None
    highest: int | None = None
    lowest: int | None = None
    scale: Scale | None = None
    """Set where anybody scored it."""

    @property
    def gap(self) -> int | None:
        if self.highest is None or self.lowest is None:
            return None
        return self.highest - self.lowest

    @property
    def tinted(self) -> bool:
        return (self.gap or 0) >= TINTED


def lines_of(
    criteria: Sequence[Criterion],
    sheets: Sequence[PanelSheet],
    middles: Mapping[str, float],
    *,
    furthest_first: bool,
) -> list[Line]:
    """The widest gap first, or in the order of the round."""
    counting = [sheet.counting for sheet in sheets]
    found = []
    for criterion in criteria:
        given = [scores[criterion.key] for scores in counting if criterion.key in scores]
        mean = fmean(given) if given else None
        middle = middles.get(criterion.key)
        high, low = (max(given), min(given)) if len(given) > 1 else (None, None)
        scale = _scale(criterion.key, sheets, middle)
        found.append(Line(criterion, mean, middle, high, low, scale))
    return sorted(found, key=lambda line: -(line.gap or 0)) if furthest_first else found


@within("item")
def why_talk(item: Item, sheets: Sequence[PanelSheet], lines: Sequence[Line]) -> list[str]:
    """Why it is worth talking about, and whose total is far from the others'."""
    if item.summary is None:
        return []
    gaps = {line.criterion.title: line.gap for line in lines if line.gap is not None}
    of, usual = item.summary, item.usual
    totals = [(one.who, one.counts_for(item.round.criteria)) for one in sheets]
    far = [who for who, total in totals if total is not None and far_off(total, of, usual)]
    limit = f"{far_off_points(usual) or 0:.1f} points"
    named = [
        f"{who} is more than {OUTLYING} of the round’s standard deviations ({limit}) from the mean"
        for who in far
    ]
    found = disagreements(of, gaps, usual=usual, parted=of.panels_part)
    return [*named, *(one for one in found if one != FAR_OFF)] if named else found


def middles_of(item: Item, actor: Actor) -> dict[str, float]:
    """The median of each criterion over the round, and of the means under "": what the actor may
    meet of it. Of one application alone there is none."""
    rows = db.session.execute(
        select(ScoreSummary.mean_pct, ScoreSummary.criterion_means)
        .join(Application, Application.id == ScoreSummary.application_id)
        .where(
            Application.round_id == item.round.id,
            ScoreSummary.mean_pct.is_not(None),
            reachable_applications(actor),
        )
    )
    found: dict[str, list[float]] = {}
    for mean, means in rows:
        found.setdefault("", []).append(mean or 0.0)
        for key, value in (means or {}).items():
            found.setdefault(key, []).append(value)
    return {key: median(values) for key, values in found.items() if len(values) > 1}
