"""The minute of an application."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.decisions.models import MeetingMinute
from award.foundation.db import db
from award.foundation.scopes import within
from award.meetings.queries.along import Heard
from award.moderation.queries.panels import Item


@within("item")
def minute_of(item: Item | Heard) -> MeetingMinute | None:
    """As it is in the database now, with its author."""
    return db.session.scalar(
        select(MeetingMinute)
        .where(MeetingMinute.application_id == item.application_id)
        .options(joinedload(MeetingMinute.author).load_only(User.name))
        .execution_options(populate_existing=True)
    )


def words_of(minute: MeetingMinute | None) -> str:
    return minute.words if minute else ""
