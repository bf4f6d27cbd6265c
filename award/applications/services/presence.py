"""Note that somebody has a section open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite

from award.applications.models import Application
from award.applications.queries.presence import Here
from award.applications.together import Presence
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor

AT_MOST_EVERY: Final = timedelta(seconds=18)


@act("application.view")
def note_presence(
    application: Application, section_key: str, here: Iterable[Here], *, actor: Actor
) -> None:
    """One statement, and none when it was noted a moment ago (`here`: what was read)."""
    now, person = clock.now(), there(actor.user_id, "a person")
    for one in here:
        same = one.person_id == person and one.section_key == section_key
        if same and one.at > now - AT_MOST_EVERY:
            return
    values = {
        "application_id": application.id, "person_id": person,
        "section_key": section_key, "at": now,
    }  # fmt: skip
    dialect: Any = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    db.session.execute(
        dialect.insert(Presence)
        .values(values)
        .on_conflict_do_update(
            index_elements=["application_id", "person_id"],
            set_={"section_key": section_key, "at": now},
        )
    )
