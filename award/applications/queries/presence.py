"""Who has which section open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from award.accounts.models import User
from award.applications.together import Presence
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import within

GONE_AFTER: Final = timedelta(seconds=50)
"""Two polls that did not come, and a little."""


@dataclass(frozen=True)
class Here:
    person_id: int
    name: str
    section_key: str
    at: datetime


@within("application_id")
def who_is_in(application_id: int) -> list[Here]:
    """Lately, by name."""
    rows = db.session.execute(
        select(Presence.person_id, User.name, Presence.section_key, Presence.at)
        .join(User, User.id == Presence.person_id)
        .where(Presence.application_id == application_id)
        .where(Presence.at > clock.now() - GONE_AFTER)
        .order_by(User.name_key, User.id)
    )
    return [Here(*row) for row in rows]
