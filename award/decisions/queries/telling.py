"""How pages that act on many applications say what has changed since they were opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.decisions.queries.staged import Staged
from award.decisions.rules.releasing import shown_of
from award.decisions.rules.shows import Shows
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
    marks are of. One statement, and one to find earlier values."""
    asked = {shows.about(key) for key in islice(shown, EACH)}
    theirs = db.session.scalars(
        select(Application.reference)
        .where(
            Application.round_id == round_.id,
            among(Application.reference, asked),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )

    def before(marks: Marks) -> dict[str, Any]:
        kept = earlier.find(shows.kind, round_.id, marks)
        return earlier.among(marks, shows.possible(marks)) | kept

    return Telling(shows.names(now) | shows.of(theirs), shows.words, before)
