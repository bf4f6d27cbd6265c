"""Who has a part in an application, now, before, or as soon as they accept: what conflicts of
interest are judged by. Whoever wrote in it once has written in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from award.accounts.models import User
from award.applications.rules.states import CollaboratorState
from award.applications.together import Collaborator
from award.foundation.many import among
from award.foundation.scopes import within

_INVITED = Collaborator.state == CollaboratorState.INVITED


@within("person")
def parts_of(person: Any) -> tuple[Select[int], Select[int]]:
    """Ids of applications that a person (an id, or a column of them) has a part in, beside those
    that they lead."""
    return (
        select(Collaborator.application_id).where(Collaborator.person_id == person),
        select(Collaborator.application_id)
        .join(User, User.email == Collaborator.email)
        .where(User.id == person, _INVITED),
    )


@within("application")
def people_in(application: Any) -> tuple[Select[Any], Select[int]]:
    """Ids of the people who have a part in an application (an id, or a column of them)."""
    return (
        select(Collaborator.person_id).where(
            Collaborator.application_id == application, Collaborator.person_id.is_not(None)
        ),
        select(User.id)
        .join(Collaborator, User.email == Collaborator.email)
        .where(Collaborator.application_id == application, _INVITED),
    )


@within("application_ids")
def parts_among(
    application_ids: Collection[int], user_ids: Collection[int]
) -> tuple[Select[Any, Any], Select[Any, Any]]:
    """Which of these people have a part in which of these applications: ids of both."""
    return (
        select(Collaborator.application_id, Collaborator.person_id).where(
            among(Collaborator.application_id, application_ids),
            among(Collaborator.person_id, user_ids),
        ),
        select(Collaborator.application_id, User.id)
        .join(User, User.email == Collaborator.email)
        .where(
            among(Collaborator.application_id, application_ids), among(User.id, user_ids), _INVITED
        ),
    )
