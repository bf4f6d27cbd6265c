"""How pages that act on many applications say what has changed since they were opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import false, func, select

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision, Feedback
from award.decisions.queries.staged import Staged
from award.decisions.rules.releasing import shown_of
from award.decisions.rules.shows import Became, Shows
from award.decisions.rules.states import DecisionState
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import EACH, Marks, Telling
from award.foundation.many import among
from award.foundation.policy import Actor
from award.rounds.models import Round


def shown_in(staged: Sequence[Staged]) -> dict[str, Any]:
    """What the page of a release shows of what is staged."""
    return shown_of(staged)


def telling_of(
    shows: Shows, round_: Round, now: Mapping[str, Any], shown: Marks, actor: Actor
) -> Telling:
    """What is there `now`, and what was, of the applications that the actor may see, whatever the
    marks are of; of what isn't there any more, what became of it, and nothing where it is out, or
    where all is. One statement, and one to find earlier values."""
    asked = {shows.about(key) for key in islice(shown, EACH)}
    since = {one.reference: shows.became(one) for one in _became(round_, asked, actor)
             if now or not one.released}  # fmt: skip
    theirs = [one for one in since if one in now or since[one]]

    def before(marks: Marks) -> dict[str, Any]:
        kept = earlier.find(shows.kind, round_.id, marks)
        return earlier.among(marks, shows.possible(marks)) | kept

    return Telling(shows.names(now) | shows.of(theirs, now), shows.words, before, gone=since)


def _became(round_: Round, references: Collection[str], actor: Actor) -> Iterable[Became]:
    rows = db.session.execute(
        select(
            Application.reference,
            Application.state == ApplicationState.WITHDRAWN,
            Decision.outcome,
            func.coalesce(Decision.state == DecisionState.RELEASED, false()),
            func.coalesce(Decision.held_because != "", false()),
            Decision.confirmed_by_id.is_not(None),
            Feedback.decision_id.is_not(None),
        )
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Feedback, Feedback.decision_id == Decision.id)
        .where(
            Application.round_id == round_.id,
            among(Application.reference, references),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )
    return [Became(*row) for row in rows]
