"""What somebody may read of applications because it is theirs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from award.applications.models import Application
from award.foundation.policy import Actor
from award.foundation.scopes import scope


@scope
def own_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: does the actor lead it? Nobody leads as a visitor or as the service."""
    return false() if actor.user_id is None else Application.lead_id == actor.user_id
