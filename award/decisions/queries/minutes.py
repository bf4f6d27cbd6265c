"""What meetings said about applications, beside what is decided about them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from award.applications.models import Application
from award.decisions.models import Decision, MeetingMinute
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within


@within("application_ids")
def minutes_of(application_ids: Collection[int]) -> dict[int, MeetingMinute]:
    """By application, of those that have one; as they are in the database now."""
    found = select(MeetingMinute).where(among(MeetingMinute.application_id, application_ids))
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return {one.application_id: one for one in rows}


@within("application")
def decision_and_minute(application: Application) -> tuple[Decision | None, MeetingMinute | None]:
    """One statement."""
    row = db.session.execute(
        select(Decision, MeetingMinute)
        .select_from(Application)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(MeetingMinute, MeetingMinute.application_id == Application.id)
        .where(Application.id == application.id)
    ).one()
    return row[0], row[1]
