"""Which applications of a list somebody takes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.tables import View
from award.moderation.queries.panels import moderated_applications
from award.reporting import about


@dataclass(frozen=True)
class Found:
    """What a list has where it is narrowed so: reference and title in its order, and in words."""

    rows: Sequence[tuple[str, str]]
    words: str

    @property
    def references(self) -> list[str]:
        return [reference for reference, _title in self.rows]


def chosen_of(count: int, words: str) -> str:
    """Some of these, in words that go on from the count."""
    return f"{count:,} chosen of {words[0].lower()}{words[1:]}"


def found_in(view: View[Any], actor: Actor) -> Found:
    page = view.table.rows(actor, view)
    rows = [(row.reference, row.title or "No title yet") for row in page.every]
    return Found(rows, about.rows(view, page))


def ids_of(actor: Actor, references: Sequence[str]) -> list[int]:
    """In this order, of those that the actor may read beside their sheets."""
    rows = db.session.execute(
        select(Application.reference, Application.id).where(
            among(Application.reference, references), moderated_applications(actor)
        )
    ).all()
    ids = {row.reference: row.id for row in rows}
    return [ids[one] for one in references if one in ids]


def reference_of(actor: Actor, application_id: int) -> str | None:
    """While the actor may read it."""
    query = select(Application.reference).where(
        Application.id == application_id, moderated_applications(actor)
    )
    return db.session.scalar(query)
