"""The statements that read a round's list of applications. Each is made once for what it asks, not
once a page: to make one takes longer than to ask it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import load_only

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.models import Cover, ScoreSummary
from award.assessment.queries import keeping
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import covered, needs_assessor, stranded
from award.foundation.db import db
from award.foundation.names import named, reference_key
from award.foundation.paging import directed
from award.foundation.policy import Actor
from award.foundation.tables import View
from award.rounds.models import Round

TO_ASSIGN = "to_assign"
"""In place of a state: those that wait for somebody to be asked."""
SORTS: Mapping[str, Any] = {
    "reference": Application.reference,
    "title": Application.title_key,
    "organisation": func.coalesce(Organisation.name_key, ""),
    "phase": Application.phase,
    "covered": "covered",
    "submitted": func.coalesce(ScoreSummary.submitted, 0),
    "conflicted": func.coalesce(ScoreSummary.conflicted, 0),
    "mean_pct": ScoreSummary.mean_pct,
}
"""By a column's key; who is asked to assess is counted, or read from what is kept."""
ROUND: BindParameter[int] = bindparam("round_id", type_=Integer)


class Asked(NamedTuple):
    """What a statement depends on, but for the round and the page. `kept`: cover is read, not
    counted."""

    kept: bool
    q: str
    state: str
    sort: str
    downwards: bool

    @property
    def uncovered(self) -> ColumnElement[bool]:
        return keeping.uncovered() if self.kept else needs_assessor()


@lru_cache(maxsize=200)
def rows_of(actor: Actor, asked: Asked, paged: bool) -> Select[Any]:
    """Ids are found first, so that a page deep in the list opens no more than the first."""
    cover = func.coalesce(Cover.covered, 0) if asked.kept else covered()
    shown: list[Any] = [
        Application.reference,
        Application.title,
        func.coalesce(Organisation.name, ""),
        Application.state,
        Application.phase,
        cover,
        func.coalesce(Cover.stranded, 0) if asked.kept else stranded(),
        func.coalesce(ScoreSummary.submitted, 0),
        func.coalesce(ScoreSummary.conflicted, 0),
        ScoreSummary.mean_pct,
    ]
    by = cover if asked.sort == "covered" else SORTS[asked.sort]
    order = (directed(by, asked.downwards), Application.reference)
    query = in_state(asking(actor, ROUND, asked.q), asked.state, asked.uncovered)
    if paged:
        many, start = (bindparam(name, type_=Integer) for name in ("many", "start"))
        query = query.order_by(*order).limit(many).offset(start)
    return (
        select(*shown)
        .select_from(Application)
        .join(query.subquery("on_page"), literal_column("on_page.id") == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .order_by(*order)
    )


@lru_cache(maxsize=200)
def counted(actor: Actor, asked: Asked) -> Select[Any]:
    """State, how many, and how many without an assessor."""
    without = func.count(case((asked.uncovered, 1)))
    shown: list[Any] = [Application.state, func.count(), without]
    query = asking(actor, ROUND, asked.q)
    return query.with_only_columns(*shown, maintain_column_froms=True).group_by(Application.state)


def asking(actor: Actor, round_id: Any, text: str) -> Select[int]:
    query = (
        select(Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Application.round_id == round_id, visible_applications(actor))
    )
    return query.where(_matches(text)) if text else query


def all_listed(actor: Actor, round_: Round, view: View[Any]) -> list[Application]:
    """Every application of the list that was asked for, on whatever page, by reference; of each
    no more than assigning needs."""
    kept = keeping.kept_for(round_.id, actor)
    uncovered = keeping.uncovered() if kept else needs_assessor()
    listed = in_state(asking(actor, round_.id, view.q), view.one("state"), uncovered)
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = select(Application).where(Application.id.in_(listed)).options(needed)
    return list(db.session.scalars(query.order_by(Application.reference)))


def in_state(query: Select[int], state: str, uncovered: ColumnElement[bool]) -> Select[int]:
    if state == TO_ASSIGN:
        return query.where(uncovered)
    return query.where(Application.state == state) if state else query


def _matches(text: str) -> ColumnElement[bool]:
    organisation = func.coalesce(Organisation.name_key, "")
    return named(text, reference_key(Application.reference), Application.title_key, organisation)
