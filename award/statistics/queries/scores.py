"""The scores of a round that count, as its reader may meet them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.left_out import score_counts
from award.assessment.queries.workload import sits_on
from award.assessment.rules.states import AssignmentState
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.ranking import BELOW
from award.foundation.many import plain_rows
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Panel, moderated_applications


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


@dataclass(frozen=True)
class Line:
    """Where a round's money ends, among those whose scores somebody may read. `places` stand above
    it, None where no money is decided; `out` can't, whatever their scores: they have no majority,
    or too few sheets. `titles` by reference."""

    places: int | None
    out: frozenset[str]
    titles: dict[str, str]


def scores_in(panel: Panel, actor: Actor) -> list[ScoreRow]:
    """One statement, of sheets that are submitted and no conflict voided; what moderators left out
    is left out."""
    query = (
        select(
            Application.id,
            Application.reference,
            Assignment.assessor_id,
            User.name,
            sits_on(),
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
def line_in(panel: Panel, actor: Actor, rows: Collection[ScoreRow]) -> Line:
    """By the shortlist's rules; for who chairs among the applications that they may read. One
    statement."""
    only = None if reads_everything(actor) else {row.application_id for row in rows}
    found, light = line_now(panel.round, actor, only=only)
    return Line(
        None if panel.round.followed else found.ends_at,
        frozenset(
            light[place.candidate.key].reference
            for place in found.places
            if place.rank is None or set(place.short) - {BELOW}
        ),
        {row.reference: row.title or "" for row in light.values()},
    )
