"""The minute of a meeting becomes the note of a decision, however that is staged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import update

from award.applications.models import Application
from award.decisions.models import MeetingMinute
from award.decisions.queries.minutes import minutes_of
from award.decisions.rules.noting import note_with
from award.decisions.rules.states import NOTE_WORDS
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import among
from award.foundation.scopes import within
from award.foundation.text import count_words

TOO_LONG = (
    "The note about {} would come to {} words, with what it says already and the minute of the "
    "meeting if there is one. It holds {}: shorten one of them"
)


@part_of("decision.stage")
def with_minutes(notes: Mapping[int, str]) -> dict[int, str]:
    """What staff wrote, by application, with the minute of each beside it. Two statements, however
    many; the applications are held."""
    minutes = minutes_of(notes)
    found = {
        key: note_with(note.strip(), minutes[key].in_note, minutes[key].words)
        if key in minutes
        else note
        for key, note in notes.items()
    }
    for key, note in found.items():
        if (words := count_words(note)) > NOTE_WORDS:
            raise Refused(TOO_LONG.format(_called(key), words, NOTE_WORDS), field="note")
    if newer := [key for key, one in minutes.items() if one.in_note != one.words]:
        _are_in(newer)
    return found


@within("application_id")
def _called(application_id: int) -> str:
    return db.session.get_one(Application, application_id).reference


@part_of("decision.stage")
@within("application_ids")
def _are_in(application_ids: Collection[int]) -> None:
    db.session.execute(
        update(MeetingMinute)
        .where(among(MeetingMinute.application_id, application_ids))
        .values(in_note=MeetingMinute.words, version=MeetingMinute.version + 1)
        .execution_options(synchronize_session=False)
    )
