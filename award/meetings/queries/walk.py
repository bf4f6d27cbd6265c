"""The applications of a meeting, as far as whoever is in it may meet them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from award.applications.models import Application
from award.applications.rules.states import READABLE
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import out_of_reach
from award.decisions.models import MeetingMinute
from award.decisions.queries.shortlist import line_now
from award.decisions.rules.funding import FundingLine
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.meetings.rules.walking import Step
from award.moderation.queries.panels import Item, Panel, item_of, moderated_applications, panel_of
from award.moderation.queries.usual import usual_met
from award.moderation.queries.worth_talking import HAS_SHEETS, worth_talking_about
from award.rounds.models import Round
from award.statistics.queries.scores import Drawn


@dataclass(frozen=True)
class Outside:
    """Somebody of the meeting who has left the room for the application on screen."""

    panel: Panel

    @property
    def chair_ids(self) -> frozenset[int]:
        return self.panel.chair_ids


def on_screen(actor: Actor, reference: str) -> Item | Outside | None:
    """An application for who is at the meeting; of what they have a tie to, that they are outside,
    and nothing else."""
    return item_of(actor, reference) or _outside(actor, reference)


def _outside(actor: Actor, reference: str) -> Outside | None:
    query = (
        select(Round.reference)
        .join(Application, Application.round_id == Round.id)
        .where(
            Application.reference == reference.upper(),
            Application.state.in_(sorted(READABLE)),
            out_of_reach(actor),
        )
    )
    of = db.session.scalar(query)
    panel = panel_of(actor, of) if of else None
    if panel is None or not (panel.is_open or reads_everything(actor)):
        return None
    return Outside(panel)


def ranked_line(panel: Panel, actor: Actor) -> tuple[FundingLine, list[Step]]:
    """The round's line as far as the actor may know it, and the meeting's applications by rank,
    those without one last. Two statements."""
    drawn, steps = drawn_line(panel, actor)
    return drawn[0], steps


def drawn_line(panel: Panel, actor: Actor) -> tuple[Drawn, list[Step]]:
    """The same, with the shortlist's rows that it was drawn over."""
    of = {number: of_it for number, *of_it in db.session.execute(_met(panel, actor))}
    line, light = line_now(panel.round, actor, only=None if reads_everything(actor) else of)
    return (line, light), [
        Step(
            light[key].reference,
            light[key].title or "",
            place.rank,
            place.candidate.score_pct,
            bool(of[key][0]),
            *map(bool, of[key][1:]),
        )
        for place in line.places
        if (key := place.candidate.key) in of
    ]


def _met(panel: Panel, actor: Actor) -> Select[Any]:
    minuted = MeetingMinute.application_id.is_not(None) & (MeetingMinute.words != "")
    talk = worth_talking_about(usual_met(panel.round.id, actor))
    agreed = ScoreSummary.moderated_pct.is_not(None)
    shown: list[Any] = [Application.id, talk, minuted, agreed]
    return (
        select(*shown)
        .join(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(MeetingMinute, MeetingMinute.application_id == Application.id)
        .where(
            Application.round_id == panel.round.id,
            moderated_applications(actor),
            HAS_SHEETS,
        )
    )
