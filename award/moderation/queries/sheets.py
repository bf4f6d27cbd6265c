"""Sheets of one application beside each other, as who moderates may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, load_only

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.moderation import InTheRoom, ModeratedScore, ScoreExclusion
from award.assessment.models.people import AssessorProfile
from award.assessment.models.pins import Pin
from award.assessment.queries.left_out import WHOLE
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.staff import assignments_on
from award.assessment.rules.sheet import ScoreValue
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Item
from award.moderation.rules.discrepancies import LIVED, TINTED, Scored, gap_on
from award.rounds.models import Criterion


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
    pins: Mapping[int, Sequence[str]]
    """By number of the criterion: words of answers, as they were read."""

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
    def counting(self) -> Scored:
        given = {k: s.value or 0 for k, s in self.scores.items() if k not in self.left_out}
        return Scored(self.who, self.panel, self.total_pct, given, self.recommend)


@within("item")
def sheets_of(item: Item, actor: Actor) -> list[PanelSheet]:
    """By alias; those that were voided for a conflict are not there, nor those on the
    lived-experience panel's own criteria, which decide nothing."""
    application = item.application
    every = reads_everything(actor)
    named = every or names_shown(item.round.blindness)
    rows = [
        row
        for row in assignments_on(application)
        if row.assignment.state == AssignmentState.SUBMITTED and not (row.sheet and row.sheet.panel)
    ]
    panels, pins = _panels_and_pins([row.assignment.id for row in rows])
    found = []
    for row in rows:
        one, sheet = row.assignment, there(row.sheet, "the sheet that was submitted")
        found.append(
            PanelSheet(
                assignment=one,
                who=f"{row.name} ({one.alias})" if named else one.alias,
                letter=row.letter,
                panel=panels[one.id],
                total_pct=there(sheet.weighted_pct, "its total"),
                scores=row.scores,
                left_out=row.left_out,
                in_scope=bool(sheet.in_scope),
                recommend=bool(sheet.recommend),
                for_applicant=sheet.comments_for_applicant,
                for_programme=sheet.comments_for_programme if every else None,
                pins=pins.get(one.id, {}),
            )
        )
    return found


@within("assignment_ids")
def _panels_and_pins(
    assignment_ids: Sequence[int],
) -> tuple[dict[int, str], dict[int, dict[int, list[str]]]]:
    """By assignment: the panel of its assessor, and by criterion the words that they pinned."""
    rows: Any = db.session.execute(
        select(Assignment.id, AssessorProfile.panel, Pin.criterion_id, Pin.quotation)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Pin, Pin.assignment_id == Assignment.id)
        .where(Assignment.id.in_(assignment_ids))
        .order_by(Pin.id)
    )
    panels: dict[int, str] = {}
    pins: dict[int, dict[int, list[str]]] = {}
    for number, panel, criterion_id, quotation in rows:
        panels[number] = panel or "professional"
        if criterion_id is not None:
            pins.setdefault(number, {}).setdefault(criterion_id, []).append(quotation)
    return panels, pins


@dataclass(frozen=True)
class Line:
    """A criterion over all sheets: the mean of what counts, the round's middle, and the gap."""

    criterion: Criterion
    mean: float | None
    middle: float | None
    gap: int
    highest: int
    lowest: int

    @property
    def tinted(self) -> bool:
        return self.gap >= TINTED


def lines_of(
    criteria: Sequence[Criterion],
    sheets: Sequence[PanelSheet],
    middles: Mapping[str, float],
    *,
    furthest_first: bool,
) -> list[Line]:
    """The widest gap first, or in the order of the round."""
    counting = [sheet.counting for sheet in sheets if not sheet.whole_out]
    found = []
    for criterion in criteria:
        key = criterion.key
        given = [sheet.scores[key] for sheet in counting if key in sheet.scores]
        found.append(
            Line(
                criterion,
                fmean(given) if given else None,
                middles.get(key),
                gap_on(counting, key),
                max(given, default=0),
                min(given, default=0),
            )
        )
    return sorted(found, key=lambda line: -line.gap) if furthest_first else found


def middles_of(item: Item, actor: Actor) -> dict[str, float]:
    """The median of each criterion over the round, and of the means under "": what the actor may
    meet of it."""
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
    return {key: median(values) for key, values in found.items()}


@dataclass(frozen=True)
class Exclusion:
    """What was left out, of the sheet as it is now or of one that was handed back since."""

    id: int
    letter: str
    key: str
    title: str
    reason: str
    by: str
    at: datetime
    included_by: str
    included_at: datetime | None
    included_why: str
    stands: bool


_BY, _AGAIN = aliased(User), aliased(User)


@within("item")
def exclusions_of(item: Item) -> list[Exclusion]:
    """Of all its sheets, the first first."""
    rows: Any = db.session.execute(
        select(ScoreExclusion, Assignment, Criterion, _BY.name, _AGAIN.name)
        .join(Assignment, Assignment.id == ScoreExclusion.assignment_id)
        .outerjoin(Criterion, Criterion.id == ScoreExclusion.criterion_id)
        .join(_BY, _BY.id == ScoreExclusion.excluded_by_id)
        .outerjoin(_AGAIN, _AGAIN.id == ScoreExclusion.included_by_id)
        .where(Assignment.application_id == item.application_id)
        .order_by(ScoreExclusion.id)
    )
    return [
        Exclusion(
            one.id,
            assignment.alias[-1],
            criterion.key if criterion else WHOLE,
            criterion.title if criterion else "the whole sheet",
            one.reason,
            by,
            one.excluded_at,
            again or "",
            one.included_at,
            one.included_why,
            one.included_at is None
            and assignment.state == AssignmentState.SUBMITTED
            and one.of_sheet_at == assignment.submitted_at,
        )
        for one, assignment, criterion, by, again in rows
    ]


@dataclass(frozen=True)
class Agreed:
    """A moderated score, the one that stands or one before it."""

    score: ModeratedScore
    by: str
    ended_by: str

    @property
    def stayed(self) -> list[InTheRoom]:
        return [one for one in self.score.room if one.left_at is None]

    @property
    def left(self) -> list[InTheRoom]:
        return [one for one in self.score.room if one.left_at is not None]


@within("item")
def agreed_on(item: Item) -> list[Agreed]:
    """The last first."""
    rows: Any = db.session.execute(
        select(ModeratedScore, _BY.name, _AGAIN.name)
        .join(_BY, _BY.id == ModeratedScore.agreed_by_id)
        .outerjoin(_AGAIN, _AGAIN.id == ModeratedScore.ended_by_id)
        .where(ModeratedScore.application_id == item.application_id)
        .options(
            joinedload(ModeratedScore.room)
            .joinedload(InTheRoom.person)
            .options(load_only(User.name), joinedload(User.roles))
        )
        .order_by(ModeratedScore.id.desc())
    ).unique()
    return [Agreed(score, by, ended or "") for score, by, ended in rows]


def standing_of(agreed: Sequence[Agreed]) -> Agreed | None:
    """The one that ranks, if any."""
    return next((one for one in agreed if one.score.ended_at is None), None)
