"""What was read out of a Word form, for whoever sent it."""

from __future__ import annotations

from sqlalchemy import select

from award.applications.word_readings import WordReading
from award.foundation.db import db
from award.foundation.scopes import within


@within("application_id")
def reading_of(application_id: int, person_id: int | None, key: str) -> WordReading | None:
    """None as well when it was somebody else's, or is not kept any more."""
    return db.session.scalar(
        select(WordReading).where(
            WordReading.key == key,
            WordReading.application_id == application_id,
            WordReading.person_id == person_id,
        )
    )


@within("application_id")
def latest_reading(application_id: int, person_id: int | None) -> WordReading | None:
    """The last that this person sent."""
    return db.session.scalar(
        select(WordReading)
        .where(WordReading.application_id == application_id, WordReading.person_id == person_id)
        .order_by(WordReading.id.desc())
        .limit(1)
    )
