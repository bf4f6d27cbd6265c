"""Public awards, through the services."""

from __future__ import annotations

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.open_data.models import PublicAward
from award.open_data.services.publishing import Words, publish
from tests.build.accounts import actor_of, user


def public(application: Application, *, staff: User | None = None) -> PublicAward:
    """What was funded, said under its own title."""
    actor = actor_of(staff or user("Stef Staff", roles=(Role.STAFF,)))
    with transaction():
        words = Words(application.title, "Six homes try microphones, so that staff come.")
        return publish(application, words, actor=actor)
