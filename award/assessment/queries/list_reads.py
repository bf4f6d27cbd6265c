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
from award.assessment.models.kept import Cover, ScoreSummary
from award.assessment.queries import keeping, narrowing
from award.assessment.queries.narrowing import Narrowed
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import covered, covered_beside, needs_assessor, stranded
from award.foundation.db import Base, db
from award.foundation.names import named_in
from award.foundation.paging import directed, joined
from award.foundation.policy import Actor
from award.foundation.scopes import within
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
    "beside": "beside",
    "submitted": func.coalesce(ScoreSummary.submitted, 0),
    "conflicted": func.coalesce(ScoreSummary.conflicted, 0),
    "mean_pct": ScoreSummary.mean_pct,
}
"""By a column's key; who is asked to assess is counted, or read from what is kept."""
JOINS: tuple[tuple[type[Base], ColumnElement[bool]], ...] = (
    (Application, Application.id == Cover.application_id),
    (Organisation, Organisation.id == Application.organisation_id),
    (ScoreSummary, ScoreSummary.application_id == Cover.application_id),
)
"""What rows of Cover are sorted by besides."""
ROUND: BindParameter[int] = bindparam("round_id", type_=Integer)


class Asked(NamedTuple):
    """What a statement depends on, but for the round and the page. `kept`: cover is read, not
    counted, and its short rows are what is looked through."""

    kept: bool
    q: str
    state: str
    sort: str
    downwards: bool
    narrowed: Narrowed = Narrowed()

    @property
    def uncovered(self) -> ColumnElement[bool]:
        return keeping.uncovered() if self.kept else needs_assessor()


@lru_cache(maxsize=200)
def rows_of(actor: Actor, asked: Asked, paged: bool) -> Select[Any]:
    """Ids are found first, so that a page deep in the list opens no more than the first."""
    cover = func.coalesce(Cover.covered, 0) if asked.kept else covered()
    beside = func.coalesce(Cover.beside, 0) if asked.kept else covered_beside()
    shown: list[Any] = [
        Application.reference,
        Application.title,
        func.coalesce(Organisation.name, ""),
        Application.state,
        Application.phase,
        cover,
        beside,
        func.coalesce(Cover.stranded, 0) if asked.kept else stranded(),
        func.coalesce(ScoreSummary.submitted, 0),
        func.coalesce(ScoreSummary.conflicted, 0),
        ScoreSummary.mean_pct,
        Application.extended_until,
    ]
    by = {"covered": cover, "beside": beside}.get(asked.sort, SORTS[asked.sort])
    order: tuple[Any, ...] = (directed(by, asked.downwards), Application.reference)
    if asked.kept and asked.sort == "reference":
        order = (directed(Cover.words, asked.downwards),)  # they begin with it
    query = _listed(actor, ROUND, asked, *order)
    if paged:
        many, start = (bindparam(name, type_=Integer) for name in ("many", "start"))
        query = query.order_by(*order).limit(many).offset(start)
    return (
        select(*shown)
        .select_from(Application)
        .where(visible_applications(actor))  # kept rows were the actor's to read a moment ago
        .join(query.subquery("on_page"), literal_column("on_page.id") == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .order_by(*order)
    )


@lru_cache(maxsize=200)
def counted(actor: Actor, asked: Asked) -> Select[Any]:
    """State, how many, and how many without an assessor."""
    state: Any = Cover.state if asked.kept else Application.state
    shown: list[Any] = [state, func.count(), func.count(case((asked.uncovered, 1)))]
    query = _listed(actor, ROUND, asked._replace(state=""))
    return query.with_only_columns(*shown, maintain_column_froms=True).group_by(state)


def _listed(actor: Actor, round_id: Any, asked: Asked, *order: Any) -> Select[int]:
    """Ids of the applications that were asked for, with what they are sorted by."""
    narrowed = narrowing.conditions(asked.narrowed, kept=asked.kept)
    if asked.kept:
        query, state = joined(_kept(round_id, asked.q), JOINS, *order, *narrowed), Cover.state
    else:
        query, state = _now(actor, round_id, asked.q), Application.state
    query = query.where(*narrowed)
    if asked.state == TO_ASSIGN:
        return query.where(asked.uncovered)
    return query.where(state == asked.state) if asked.state else query


@within("round_id")
def _kept(round_id: Any, text: str) -> Select[int]:
    """Of a round whose kept rows the actor may read."""
    query = select(Cover.application_id.label("id")).where(Cover.round_id == round_id)
    return query.where(keeping.kept_words(text)) if text else query


def _now(actor: Actor, round_id: Any, text: str) -> Select[int]:
    query = (
        select(Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Application.round_id == round_id, visible_applications(actor))
    )
    return query.where(named_in(text, *keeping.found_by())) if text else query


def all_listed(actor: Actor, round_: Round, view: View[Any]) -> list[Application]:
    """Every application of the list that was asked for, on whatever page, by reference; of each
    no more than assigning needs."""
    kept = keeping.kept_for(round_.id, actor) is not None
    narrowed = narrowing.read(view, round_)
    listed = _listed(actor, round_.id, Asked(kept, view.q, view.one("state"), "", False, narrowed))
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = select(Application).where(Application.id.in_(listed), visible_applications(actor))
    return list(db.session.scalars(query.options(needed).order_by(Application.reference)))
