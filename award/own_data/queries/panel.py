"""What somebody said as one of a panel, and from what they stepped back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.moderation import Recusal
from award.assessment.rules.machine import CONFLICT_KINDS
from award.foundation.db import db
from award.foundation.scopes import within
from award.moderation.models import PanelRemark


@within("user")
def remarks(user: User) -> Iterator[dict[str, Any]]:
    """Their own words alone, with what they said before they changed them."""
    query = (
        select(PanelRemark, Application.reference)
        .join(Application, Application.id == PanelRemark.application_id)
        .where(PanelRemark.author_id == user.id)
        .options(selectinload(PanelRemark.before))
        .order_by(PanelRemark.id)
    )
    for one, reference in db.session.execute(query):
        yield {
            "Application": reference,
            "At": one.said_at,
            "Text": one.words,
            "Before it was changed": [earlier.words for earlier in one.before],
        }


@within("user")
def stepped_back(user: User) -> Iterator[dict[str, Any]]:
    query = (
        select(Recusal, Application.reference)
        .join(Application, Application.id == Recusal.application_id)
        .where(Recusal.person_id == user.id)
        .order_by(Recusal.declared_at, Recusal.application_id)
    )
    for one, reference in db.session.execute(query):
        yield {
            "Application": reference,
            "At": one.declared_at,
            "Kind": CONFLICT_KINDS.get(one.kind, one.kind),
            "In your words": one.detail,
        }
