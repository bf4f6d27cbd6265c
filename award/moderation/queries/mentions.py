"""Remarks that ask somebody by @, and that they have not answered since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, false, select
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries.peers import shown_others
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.moderation.models import PanelRemark
from award.moderation.queries.panels import moderated_applications
from award.moderation.rules.talking import asked

_SINCE = aliased(PanelRemark)


@dataclass(frozen=True)
class Mention:
    """The latest remark about an application that asks somebody, as `chair` or as an assessor."""

    remark_id: int
    reference: str
    title: str
    at: datetime
    chair: bool


def asked_of(actor: Actor) -> list[Mention]:
    """One for each application that isn't decided and whose discussion the actor can read, the
    latest first; what they said there since answers it. One statement."""
    reads = shown_others(actor)
    chairs = false() if reads_everything(actor) else moderated_applications(actor)
    answered = exists().where(
        _SINCE.application_id == PanelRemark.application_id,
        _SINCE.author_id == actor.user_id,
        _SINCE.id > PanelRemark.id,
    )
    shown: list[Any] = [
        PanelRemark.id, PanelRemark.words, PanelRemark.said_at, Application.reference,
        Application.title, Assignment.alias, reads, chairs,
    ]  # fmt: skip
    rows: Any = db.session.execute(
        select(*shown)
        .join(Application, Application.id == PanelRemark.application_id)
        .join(Application.round)
        .outerjoin(
            Assignment,
            (Assignment.application_id == Application.id)
            & (Assignment.assessor_id == actor.user_id),
        )
        .where(
            Application.state.in_(sorted(ASSESSABLE)),
            PanelRemark.words.contains("@"),
            PanelRemark.author_id != actor.user_id,
            reads | chairs,
            ~answered,
        )
        .order_by(PanelRemark.id.desc())
    )
    found: dict[str, Mention] = {}
    for number, words, at, reference, title, alias, as_assessor, as_chair in rows:
        letters, chair = asked(words)
        to_chair = bool(as_chair) and chair
        if to_chair or (as_assessor and alias[-1] in letters):
            found.setdefault(reference, Mention(number, reference, title, at, to_chair))
    return [*found.values()]
