"""The scores of a round that count, as its reader may meet them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.left_out import score_counts
from award.assessment.queries.workload import needed_in, sat_on
from award.assessment.rules.panels import Needed
from award.assessment.rules.states import AssignmentState
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.ranking import BELOW, Place
from award.foundation.many import plain_rows
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel, moderated_applications
from award.statistics.rules.reasons import WITHDRAWN


class ScoreRow(NamedTuple):
    """One score. `panel` says whose criterion it is on: "" one of the round's."""

    application_id: int
    reference: str
    assessor_id: int
    name: str
    sits_on: str
    criterion_id: int
    value: int
    panel: str


Drawn: TypeAlias = tuple[FundingLine, dict[int, Any]]
"""A round’s line, and by application what filters and sorting need of it: of `line_now`."""


@dataclass(frozen=True)
class Line:
    """Where a round's money ends, among those whose scores somebody may read. `places` stand above
    it, None where no money is decided; those `out` can't, by reference with the reason. `titles`,
    the shortlist's `ranks`, and what a panel `agreed` instead of the mean, by reference too."""

    places: int | None
    out: dict[str, str]
    titles: dict[str, str]
    ranks: dict[str, int]
    agreed: dict[str, float]


def scores_in(panel: Panel, actor: Actor) -> list[ScoreRow]:
    """One statement, of sheets that are submitted and no conflict voided; what moderators left out
    is left out."""
    query = (
        select(
            Application.id,
            Application.reference,
            Assignment.assessor_id,
            User.name,
            sat_on(),
            Score.criterion_id,
            Score.value,
            Sheet.panel,
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(
            Application.round_id == panel.round.id,
            Assignment.state == AssignmentState.SUBMITTED,
            moderated_applications(actor),
            score_counts(),
        )
    )
    return [ScoreRow(*row) for row in plain_rows(query)]


@within("panel")
def line_in(
    panel: Panel, actor: Actor, rows: Collection[ScoreRow], drawn: Drawn | None = None
) -> Line:
    """By the shortlist's rules; for who chairs among the applications that they may read. One
    statement, and none where the caller has it `drawn` for the actor."""
    only = None if reads_everything(actor) else {row.application_id for row in rows}
    found, light = drawn or line_now(panel.round, actor, only=only)
    out = {row.reference: WITHDRAWN for row in rows if row.application_id not in light}
    agreed, ranks, needed = {}, {}, needed_in(panel.round)
    for place in found.places:
        reference, pct = light[place.candidate.key].reference, place.candidate.moderated_pct
        if why := _why_out(place, needed):
            out[reference] = why
        if place.rank is not None:
            ranks[reference] = place.rank
        if pct is not None:
            agreed[reference] = pct
    return Line(
        None if panel.round.followed else found.ends_at,
        out,
        {row.reference: row.title or "" for row in light.values()},
        ranks,
        agreed,
    )


def _why_out(place: Place, needed: Needed) -> str:
    """Why it can't stand above the line, "" where it could."""
    if place.rank is None:
        return needed.unranked(place.candidate.submitted, place.candidate.mean_pct)
    votes = [words for words in place.short if words != BELOW]
    return " and ".join(words[0].lower() + words[1:] for words in votes)
