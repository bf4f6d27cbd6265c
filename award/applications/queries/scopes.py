"""What somebody may read of applications because it is theirs, or because they work on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, false, select, union_all
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.applications.rules.states import CollaboratorState
from award.applications.together import Collaborator
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within

_LED = aliased(Application)


@scope
def own_words(actor: Actor, author_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """SQL over what has an author: what the actor wrote, also where they were taken off since."""
    return false() if actor.user_id is None else author_id == actor.user_id


@scope
def own_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: does the actor lead it, or work on it? The one place that says whose
    pages an application is on. Nobody does as a visitor or as the service."""
    return false() if actor.user_id is None else _own(actor.user_id)


@scope
def led_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: does the actor lead it? For what is the lead's alone."""
    return false() if actor.user_id is None else Application.lead_id == actor.user_id


@within("user_id")
@lru_cache(maxsize=1_000)
def _own(user_id: int) -> ColumnElement[bool]:
    """Built once for each person. As one small set: with OR no database here uses its indexes."""
    return Application.id.in_(
        union_all(
            select(_LED.id).where(_LED.lead_id == user_id),
            select(Collaborator.application_id).where(
                Collaborator.person_id == user_id, Collaborator.state == CollaboratorState.ACCEPTED
            ),
        )
    )
