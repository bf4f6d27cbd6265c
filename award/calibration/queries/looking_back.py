"""One's own submitted totals in the order in which each was first submitted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.fixed import FixedSheet
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import AssignmentState
from award.calibration.rules.own_order import LookedBack, looked_back
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class OwnRound:
    """Of one round, on the criteria of one panel."""

    title: str
    panel: str
    totals: tuple[tuple[str, str, float], ...]
    """Reference, title and total of each, in order."""

    @property
    def found(self) -> LookedBack | None:
        return looked_back([pct for _reference, _title, pct in self.totals])


def own_rounds(actor: Actor) -> list[OwnRound]:
    """The latest round first; one statement, and nobody else's totals. A sheet that was returned
    and sent again keeps its place: what its order did to it was done the first time."""
    first = (
        select(func.min(FixedSheet.fixed_at))
        .where(FixedSheet.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    sent = func.coalesce(first, Assignment.submitted_at)
    query = (
        select(
            Round.id, Sheet.panel, Round.title, Application.reference, Application.title,
            Sheet.weighted_pct,
        )
        .select_from(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .where(own_assignments(actor), Assignment.state == AssignmentState.SUBMITTED)
        .where(Sheet.weighted_pct.is_not(None))
        .order_by(Round.id.desc(), Sheet.panel, sent, Assignment.id)
    )  # fmt: skip
    found: dict[tuple[int, str], list[tuple[str, str, float]]] = {}
    titles: dict[int, str] = {}
    for number, panel, title, reference, about, pct in db.session.execute(query):
        titles[number] = title
        found.setdefault((number, panel), []).append((reference, about, pct or 0.0))
    return [OwnRound(titles[key[0]], key[1], tuple(totals)) for key, totals in found.items()]
