"""A round's applications with their progress, for those who run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select
from sqlalchemy.orm import load_only

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.machine import APPLICATION
from award.applications.rules.states import ApplicationState
from award.assessment.models import Cover, ScoreSummary
from award.assessment.queries import keeping
from award.assessment.queries.keeping import kept_for, tally_of
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import covered, needs_assessor, stranded
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.figures import beside
from award.foundation.many import among
from award.foundation.names import named, reference_key
from award.foundation.paging import ordered
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View, last_page
from award.rounds.models import Round

PER_PAGE = 50
MOST_CHOSEN = 100
"""Applications that one assessor is asked for at once; the choice travels in addresses."""
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
class ApplicationPage(Page[ApplicationRow]):
    """A page of a round's applications and, of all that match the text, how many are in each
    state ("" for all) and without an assessor (TO_ASSIGN)."""

    counts: Mapping[str, int] = field(kw_only=True)


def staff_round(actor: Actor, reference: str) -> Round | None:
    """The round, for those who read everything; nothing of it loaded but its columns."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(select(Round).where(Round.reference == reference))


def _matches(text: str) -> ColumnElement[bool]:
    organisation = func.coalesce(Organisation.name_key, "")
    return named(text, reference_key(Application.reference), Application.title_key, organisation)


def applications_in(actor: Actor, round_: Round, view: View[ApplicationRow]) -> ApplicationPage:
    """The round's submitted applications, in three statements."""
    kept = kept_for(round_.id, actor)
    uncovered = keeping.uncovered() if kept else needs_assessor()
    cover = func.coalesce(Cover.covered, 0) if kept else covered()
    query = _asked(actor, round_, view)
    counts = {TO_ASSIGN: 0, "": 0}
    counting = tally_of(kept) if kept and not view.q else _counted(query, uncovered)
    for name, number, without in db.session.execute(counting):
        counts[name] = number
        counts[""] += number
        counts[TO_ASSIGN] += without
    state = view.one("state")
    query = _in_state(query, state, uncovered)
    shown: list[Any] = [
        Application.reference,
        Application.title,
        func.coalesce(Organisation.name, ""),
        Application.state,
        Application.phase,
        cover,
        func.coalesce(Cover.stranded, 0) if kept else stranded(),
        func.coalesce(ScoreSummary.submitted, 0),
        func.coalesce(ScoreSummary.conflicted, 0),
        ScoreSummary.mean_pct,
    ]
    order = tuple(ordered(view, Application.reference, by={"covered": cover}))
    total, number = counts.get(state, 0), 1
    if view.page is not None:
        number = min(view.page, last_page(total, PER_PAGE))
        query = query.order_by(*order).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    rows = db.session.execute(
        select(*shown)
        .select_from(Application)
        .join(query.subquery("on_page"), literal_column("on_page.id") == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .order_by(*order)
    )
    found = [ApplicationRow(*row) for row in rows]
    size = PER_PAGE if view.page is not None else 0
    return ApplicationPage(found, total, number, size, counts=counts)


def _asked(actor: Actor, round_: Round, view: View[ApplicationRow]) -> Select[int]:
    query = (
        select(Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Cover, Cover.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Application.round_id == round_.id, visible_applications(actor))
    )
    return query.where(_matches(view.q)) if view.q else query


def _in_state(query: Select[int], state: str, uncovered: ColumnElement[bool]) -> Select[int]:
    if state == TO_ASSIGN:
        return query.where(uncovered)
    return query.where(Application.state == state) if state else query


def all_listed(actor: Actor, round_: Round, view: View[ApplicationRow]) -> list[Application]:
    """Every application of the list that was asked for, on whatever page, by reference; of each
    no more than assigning needs."""
    kept = kept_for(round_.id, actor)
    uncovered = keeping.uncovered() if kept else needs_assessor()
    listed = _in_state(_asked(actor, round_, view), view.one("state"), uncovered)
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = select(Application).where(Application.id.in_(listed)).options(needed)
    return list(db.session.scalars(query.order_by(Application.reference)))


def applications_of(actor: Actor, reference: str) -> ListView[ApplicationRow] | None:
    """The list of applications to the round with this reference."""
    round_ = staff_round(actor, reference)
    return application_list(round_) if round_ else None


def application_list(round_: Round) -> ListView[ApplicationRow]:
    """A round's applications for those who run it."""
    return ListView(
        "applications",
        "Applications",
        _columns(round_),
        rows=lambda actor, view: applications_in(actor, round_, view),
        permission="assessment.read_all",
        one="application",
        search="Reference, title or organisation",
        filters=(Filter("state", "State", _states, none=_none_left),),
        sort="reference",
        size=PER_PAGE,
        empty="No application has been submitted to this round yet. Once there is one, assign "
        "assessors to it here.",
        thing=round_,
        download="reporting.export",
    )


def _none_left(state: str) -> str:
    """What the list says after the last of them was assigned."""
    if state == TO_ASSIGN:
        return "Every application that can be assessed has an assessor."
    return "No application is in this state now."


def _states() -> dict[str, str]:
    named = APPLICATION.states
    sent = {
        str(key): one.staff_label for key, one in named.items() if key != ApplicationState.DRAFT
    }
    return {TO_ASSIGN: "Without an assessor", **sent}


def _columns(round_: Round) -> tuple[Column[ApplicationRow], ...]:
    needed = round_.min_assessments

    def state(row: ApplicationRow) -> Tag:
        named = APPLICATION.states[row.state]
        return Tag(named.staff_label, named.colour)

    def cover(row: ApplicationRow) -> str:
        who = "an assessor" if row.stranded == 1 else "assessors"
        return f"{row.covered}" + (f", and {row.stranded} no longer {who}" if row.stranded else "")

    def sheets(row: ApplicationRow) -> str:
        enough = row.submitted > needed
        return f"{row.submitted}, of {needed} needed" if enough else f"{row.submitted} of {needed}"

    def mean(row: ApplicationRow) -> str | None:
        return None if row.mean_pct is None else f"{beside(row.mean_pct, round_.threshold_pct)}%"

    return (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=Application.reference),
        Column("title", "Title", lambda r: r.title, sort=Application.title_key, stays=True,
               names_row=True,
               shows=lambda r: Link(r.title, "assessment_staff.application",
                                    {"reference": r.reference})),
        Column("organisation", "Organisation", lambda r: r.organisation,
               sort=func.coalesce(Organisation.name_key, "")),
        Column("phase", "Phase", lambda r: r.phase, Kind.INTEGER, sort=Application.phase),
        Column("state", "State", lambda r: state(r).text, shows=state),
        Column("covered", "Assessors", lambda r: r.covered, Kind.INTEGER, sort="covered",
               shows=cover),
        Column("submitted", "Sheets in", lambda r: r.submitted, Kind.INTEGER, downwards=True,
               sort=func.coalesce(ScoreSummary.submitted, 0), shows=sheets),
        Column("conflicted", "Conflicts", lambda r: r.conflicted, Kind.INTEGER, downwards=True,
               sort=func.coalesce(ScoreSummary.conflicted, 0)),
        Column("mean_pct", "Mean", lambda r: r.mean_pct, Kind.PERCENT, downwards=True,
               sort=ScoreSummary.mean_pct, shows=mean),
    )  # fmt: skip


@within("query")
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
                among(Application.reference, references),
                visible_applications(actor),
            )
            .order_by(Application.reference)
        )
    )


def counts_on(page: Page[ApplicationRow]) -> Mapping[str, int]:
    """How many there are in each state, of all that match the words."""
    if not isinstance(page, ApplicationPage):
        raise TypeError("a page of another list")
    return page.counts
