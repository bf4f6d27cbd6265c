"""Keeping for a day what was read out of a Word form, so that its page can be opened again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, select

from award.applications.models import Application
from award.applications.services.locking import draft_for_update
from award.applications.word_readings import WordReading
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor

KEPT: Final = timedelta(hours=24)
MOST: Final = 5
"""Of one person, into one application."""


@act("application.edit")
def keep_reading(
    application: Application, content: Mapping[str, Any], *, actor: Actor
) -> WordReading:
    """For this person alone, with the last few that they had read into this application before."""
    fresh, person = draft_for_update(application, actor, []), there(actor.user_id, "a person")
    theirs = (WordReading.application_id == fresh.id, WordReading.person_id == person)
    newest = select(WordReading.id).where(*theirs).order_by(WordReading.id.desc())
    old = db.session.scalars(newest).all()[MOST - 1 :]
    db.session.execute(delete(WordReading).where(WordReading.id.in_(old)))
    kept = WordReading(
        key=secrets.token_hex(16), application_id=fresh.id, person_id=person, content=dict(content)
    )
    db.session.add(kept)
    db.session.flush()
    return kept


@act("file.check")
def forget_readings(*, actor: Actor) -> None:
    """Those that were kept for a day."""
    db.session.execute(delete(WordReading).where(WordReading.read_at < clock.now() - KEPT))
