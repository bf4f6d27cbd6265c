"""A round's applications with their progress, for those who run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models import Cover, ScoreSummary
from award.assessment.queries import keeping
from award.assessment.queries.keeping import kept_for, tally_of
from award.assessment.queries.reach import out_of_reach
from award.assessment.queries.workload import covered, needs_assessor, stranded
from award.foundation.db import db
from award.foundation.names import named, reference_key
from award.foundation.policy import Actor, reads_everything
from award.rounds.models import Round

PER_PAGE = 50
TO_ASSIGN = "to_assign"
"""In place of a state: those that wait for somebody to be asked."""


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a round's list. Percentages are unrounded.

    `covered` counts its assessors, without the `stranded`: those who can't score any more.
    """

    reference: str
    title: str
    organisation: str
    state: ApplicationState
    phase: int
    covered: int
    stranded: int
    submitted: int
    conflicted: int
    mean_pct: float | None


@dataclass(frozen=True)
class ApplicationList:
    """One page of a round's applications and, for all that match the text, how many there are in
    all, in each state, and without an assessor."""

    rows: list[ApplicationRow]
    counts: Mapping[str, int]
    to_assign: int
    everything: int
    total: int


def staff_round(actor: Actor, reference: str) -> Round | None:
    """The round, for those who read everything; nothing of it loaded but its columns."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(select(Round).where(Round.reference == reference))


def _matches(text: str) -> ColumnElement[bool]:
    organisation = func.coalesce(Organisation.name_key, "")
    return named(text, reference_key(Application.reference), Application.title_key, organisation)


def applications_in(
    actor: Actor, round_: Round, *, state: str = "", text: str = "", page: int = 1
) -> ApplicationList:
    """A page of the round's submitted applications by reference, in three statements. `state` is
    one of theirs or TO_ASSIGN."""
    kept = kept_for(round_.id, actor)
    uncovered = keeping.uncovered() if kept else needs_assessor()
    query = (
        select(Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state != ApplicationState.DRAFT,
            Application.submitted_at.is_not(None),
            ~out_of_reach(actor),
        )
    )
    if text.strip():
        query = query.where(_matches(text))
    counts, to_assign = {}, 0
    counting = tally_of(round_.id) if kept and not text.strip() else _counted(query, uncovered)
    for name, number, without in db.session.execute(counting):
        counts[name] = number
        to_assign += without
    if state == TO_ASSIGN:
        query = query.where(uncovered)
    elif state:
        query = query.where(Application.state == state)
    shown: list[Any] = [
        Application.reference,
        Application.title,
        func.coalesce(Organisation.name, ""),
        Application.state,
        Application.phase,
        func.coalesce(Cover.covered, 0) if kept else covered(),
        func.coalesce(Cover.stranded, 0) if kept else stranded(),
        func.coalesce(ScoreSummary.submitted, 0),
        func.coalesce(ScoreSummary.conflicted, 0),
        ScoreSummary.mean_pct,
    ]
    ids = query.order_by(Application.reference).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    rows = db.session.execute(
        select(*shown)
        .select_from(Application)
        .join(ids.subquery("on_page"), literal_column("on_page.id") == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .order_by(Application.reference)
    )
    everything = sum(counts.values())
    totals = {**counts, "": everything, TO_ASSIGN: to_assign}
    found = [ApplicationRow(*row) for row in rows]
    return ApplicationList(found, counts, to_assign, everything, totals.get(state, 0))


def _counted(query: Select[int], uncovered: ColumnElement[bool]) -> Select[Any]:
    """State, how many, and how many without an assessor."""
    shown: list[Any] = [Application.state, func.count(), func.count(case((uncovered, 1)))]
    return query.with_only_columns(*shown, maintain_column_froms=True).group_by(Application.state)


def chosen_applications(
    actor: Actor, round_: Round, references: Sequence[str]
) -> list[Application]:
    """Those of the round's submitted applications that were ticked, by reference."""
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.round_id == round_.id,
                Application.reference.in_(references),
                Application.state != ApplicationState.DRAFT,
                Application.submitted_at.is_not(None),
                ~out_of_reach(actor),
            )
            .order_by(Application.reference)
        )
    )
