"""How the page of a release says what has changed since it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.decisions.queries.staged import Staged
from award.decisions.rules.releasing import (
    FEEDBACK,
    LETTER,
    about,
    called,
    in_words,
    possible_letters,
    shown_of,
)
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.foundation.work import AT_ONCE
from award.rounds.models import Round


def shown_in(staged: Sequence[Staged]) -> dict[str, Any]:
    """What the page shows of what is staged: each on its own, and of very many one mark."""
    return shown_of(staged, AT_ONCE)


def about_release(round_: Round, shown: Marks, actor: Actor) -> Telling:
    """Of the applications that the actor may see, whatever the marks are of."""
    asked = {about(key) for key in list(shown)[: 3 * AT_ONCE]}
    theirs = db.session.scalars(
        select(Application.reference)
        .where(
            Application.round_id == round_.id,
            Application.reference.in_(asked),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )
    names = [
        name
        for reference in theirs
        for name in (reference, LETTER + reference, FEEDBACK + reference)
    ]

    def before(marks: Marks) -> dict[str, Any]:
        kept = earlier.find("decision", round_.id, marks)
        return earlier.among(marks, possible_letters(marks)) | kept

    return Telling(called(names), in_words, before)
