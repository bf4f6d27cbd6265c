"""A round's applications with their progress, for those who run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.rules import changing
from award.applications.rules.machine import states_of
from award.applications.rules.moments import to_the_minute
from award.applications.rules.states import ApplicationState
from award.assessment.queries import narrowing
from award.assessment.queries.keeping import kept_for, tally_of
from award.assessment.queries.list_reads import (
    SORTS,
    TO_ASSIGN,
    Asked,
    counted,
    rows_of,
)
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import needed_in
from award.assessment.rules.panels import Needed
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Note, Part, Tag
from award.foundation.db import db
from award.foundation.figures import beside
from award.foundation.many import among, plain_rows, streamed
from award.foundation.marking import OPINION
from award.foundation.policy import Actor, reads_everything
from award.foundation.tables import Filter, ListView, Page, View, last_page
from award.foundation.workflow import State
from award.rounds.models import QuestionSetVersion, Round

PER_PAGE = 50
MOST_CHOSEN = 100
"""Applications that one assessor is asked for at once; the choice travels in addresses."""


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a round's list. Percentages are unrounded.

    `covered` counts its assessors, without the `stranded`: those who can't score any more; and
    without those of a panel with criteria of its own, who come `beside`.
    """

    reference: str
    title: str
    organisation: str
    state: ApplicationState
    phase: int
    covered: int
    beside: int
    stranded: int
    submitted: int
    conflicted: int
    mean_pct: float | None
    extended_until: datetime | None = None


@dataclass(frozen=True)
class ApplicationPage(Page[ApplicationRow]):
    """A page of a round's applications and, of all that match the text, how many are in each
    state ("" for all) and without an assessor (TO_ASSIGN)."""

    counts: Mapping[str, int] = field(kw_only=True)


def staff_round(actor: Actor, reference: str) -> Round | None:
    """The round, for those who read everything; with which questions it asks, not the questions."""
    if not reads_everything(actor):
        return None
    which = joinedload(Round.question_set).defer(QuestionSetVersion.body)
    return db.session.scalar(select(Round).where(Round.reference == reference).options(which))


def applications_in(actor: Actor, round_: Round, view: View[ApplicationRow]) -> ApplicationPage:
    """The round's submitted applications, in three statements."""
    kept, state = kept_for(round_.id, actor), view.one("state")
    sort = view.sorted_by.key if view.sorted_by else "reference"
    narrowed = narrowing.read(view, round_)
    asked = Asked(kept is not None, view.q, state, sort, view.downwards, narrowed)
    counts = {TO_ASSIGN: 0, "": 0}
    counting = tally_of(kept) if kept and not view.q and not narrowed else counted(actor, asked)
    for name, number, without in plain_rows(counting, {"round_id": round_.id}):
        counts[name] = number
        counts[""] += number
        counts[TO_ASSIGN] += without
    total, number = counts.get(state, 0), 1
    size = PER_PAGE if view.page is not None else 0
    which = {"round_id": round_.id}
    if view.page is not None:
        number = min(view.page, last_page(total, size))
        which |= {"many": size, "start": (number - 1) * size}
    query = rows_of(actor, asked, bool(size))
    if view.streams:
        stream = (ApplicationRow(*row) for row in streamed(query, which))
        return ApplicationPage((), total, stream=stream, counts=counts)
    found = [ApplicationRow(*row) for row in plain_rows(query, which)]
    return ApplicationPage(found, total, number, size, counts=counts)


def applications_of(actor: Actor, reference: str) -> ListView[ApplicationRow] | None:
    """The list of applications to the round with this reference."""
    round_ = staff_round(actor, reference)
    return application_list(round_) if round_ else None


def application_list(round_: Round) -> ListView[ApplicationRow]:
    """A round's applications for those who run it."""
    named, needed = states_of(first_stage=round_.followed), needed_in(round_)

    def none_left(state: str) -> str:
        """What the list says after the last of them was assigned."""
        if state == TO_ASSIGN:
            return f"Every application that can be assessed has {needed.one}."
        return "No application is in this state now."

    return ListView(
        "applications",
        "Applications",
        _columns(round_, named),
        rows=lambda actor, view: applications_in(actor, round_, view),
        permission="assessment.read_all",
        one="application",
        search="Reference, title or organisation",
        filters=(
            Filter("state", "State", lambda: _states(named, needed), none=none_left),
            *narrowing.filters(round_),
        ),
        sort="reference",
        size=PER_PAGE,
        empty="No application has been submitted to this round yet. Once there is one, assign "
        "assessors to it here.",
        thing=round_,
        download="reporting.export",
        marking=OPINION,
    )


def _states(named: Mapping[ApplicationState, State], needed: Needed) -> dict[str, str]:
    sent = {
        str(key): one.staff_label for key, one in named.items() if key != ApplicationState.DRAFT
    }
    return {TO_ASSIGN: f"Without {needed.one}", **sent}


def _columns(
    round_: Round, named: Mapping[ApplicationState, State]
) -> tuple[Column[ApplicationRow], ...]:
    needed = needed_in(round_)

    def state(row: ApplicationRow) -> Tag:
        found = named[row.state]
        return Tag(found.staff_label, found.colour)

    def longer(row: ApplicationRow) -> datetime | None:
        return changing.still_longer(row.extended_until, round_.closes_at, clock.now())

    def where(row: ApplicationRow) -> tuple[Part, ...]:
        until = longer(row)
        said = f"Open until {to_the_minute(until)} (extension)" if until else ""
        return (state(row), Note(said)) if said else (state(row),)

    def cover(row: ApplicationRow) -> tuple[Part, ...]:
        who = "an assessor" if row.stranded == 1 else "assessors"
        gone = f", and {row.stranded} no longer {who}" if row.stranded else ""
        beside = (Note(f"{row.beside} lived experience"),) if needed.own_criteria else ()
        return (f"{row.covered}{gone}", *beside)

    def sheets(row: ApplicationRow) -> str:
        if row.submitted > needed.sheets:
            return needed.has(row.submitted)
        return f"{row.submitted} of {needed.sheets}"

    def mean(row: ApplicationRow) -> str | None:
        return None if row.mean_pct is None else f"{beside(row.mean_pct, round_.threshold_pct)}%"

    beside_them: tuple[Column[ApplicationRow], ...] = (
        Column("beside", "Lived experience", lambda r: r.beside, Kind.INTEGER,
               sort=SORTS["beside"], usual=False),
    ) if needed.own_criteria else ()  # fmt: skip
    asked = "Professionals" if needed.own_criteria else "Assessors"  # headings stay on one line
    return (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=SORTS["reference"]),
        Column("title", "Title", lambda r: r.title, sort=SORTS["title"], stays=True,
               names_row=True,
               shows=lambda r: Link(r.title, "assessment_staff.application",
                                    {"reference": r.reference})),
        Column("organisation", "Organisation", lambda r: r.organisation,
               sort=SORTS["organisation"]),
        Column("phase", "Phase", lambda r: r.phase, Kind.INTEGER, sort=SORTS["phase"]),
        Column("state", "State", lambda r: state(r).text, shows=where),
        Column("covered", asked, lambda r: r.covered, Kind.INTEGER,
               sort=SORTS["covered"], shows=cover),
        *beside_them,
        Column("submitted", "Sheets in", lambda r: r.submitted, Kind.INTEGER, downwards=True,
               sort=SORTS["submitted"], shows=sheets),
        Column("conflicted", "Conflicts", lambda r: r.conflicted, Kind.INTEGER, downwards=True,
               sort=SORTS["conflicted"]),
        Column("mean_pct", "Mean", lambda r: r.mean_pct, Kind.PERCENT, downwards=True,
               sort=SORTS["mean_pct"], shows=mean),
        Column("open_until", "Open until (extension)", longer, Kind.MOMENT, usual=False),
    )  # fmt: skip


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
