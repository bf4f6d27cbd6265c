"""What was noted of requests that went wrong: about which application, and whose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select, union
from sqlalchemy.orm import joinedload, undefer

from award.accounts.models import User
from award.applications.changing import TroubledRequest
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within


@everything("a request that failed is kept by the service, whoever made it")
def struck_application(reference: str) -> Application | None:
    """With round, people and what is open on it, in one statement."""
    return db.session.scalar(
        select(Application)
        .where(Application.reference == reference.upper())
        .options(
            joinedload(Application.round),
            joinedload(Application.reopening),
            undefer(Application.team_text),
        )
    )


@dataclass(frozen=True)
class Letter:
    """What an email about one application says, and to whom: those who write it and who was hit."""

    __tablename__: ClassVar[str] = Application.__tablename__

    application: Application
    people: Sequence[tuple[str, str]]

    @property
    def id(self) -> int:
        return self.application.id


@dataclass(frozen=True)
class Hit:
    """Between which moments some applications were hit, and an email about each."""

    first_at: datetime
    last_at: datetime
    letters: Sequence[Letter]


@within("application_ids")
def hit_at(application_ids: Collection[int]) -> Hit:
    """In three statements, however many. One of them must have been hit."""
    these = among(TroubledRequest.application_id, application_ids)
    moments = select(func.min(TroubledRequest.at), func.max(TroubledRequest.at)).where(these)
    first_at, last_at = db.session.execute(moments).one()
    concerned = union(
        select(Application.id, Application.lead_id).where(among(Application.id, application_ids)),
        select(Collaborator.application_id, Collaborator.person_id).where(
            among(Collaborator.application_id, application_ids),
            Collaborator.state == CollaboratorState.ACCEPTED,
            Collaborator.role == CollaboratorRole.EDITOR,
        ),
        select(TroubledRequest.application_id, TroubledRequest.person_id).where(these),
    ).subquery()
    people: dict[int, list[tuple[str, str]]] = {}
    rows = db.session.execute(
        select(concerned.c[0], User.email, User.name)
        .join(User, User.id == concerned.c[1])
        .where(User.active)
        .order_by(concerned.c[0], User.id)
    )
    for key, email, name in rows:
        people.setdefault(key, []).append((email, name))
    found = db.session.scalars(
        select(Application)
        .where(among(Application.id, application_ids))
        .options(joinedload(Application.round))
        .order_by(Application.id)
    )
    return Hit(first_at, last_at, [Letter(one, people.get(one.id, ())) for one in found])
