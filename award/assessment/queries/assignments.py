"""A round's assignments as rows, and what a spreadsheet of them names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import load_only

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.lists import staff_round
from award.assessment.queries.reach import reachable_applications, visible_applications
from award.assessment.queries.workload import can_assess
from award.assessment.rules.assignment_file import EMAIL, REASON, REFERENCE
from award.assessment.rules.machine import STATES
from award.assessment.rules.states import AssignmentState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.marking import PERSONAL
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View
from award.rounds.models import Round


@dataclass(frozen=True)
class AssignmentLine:
    """Who was asked for what, and what became of it."""

    reference: str
    email: str
    reason: str
    title: str
    name: str
    state: AssignmentState
    asked_at: datetime


def assignments_in(actor: Actor, round_: Round, view: View[AssignmentLine]) -> Page[AssignmentLine]:
    """All of the round, whatever became of them, as far as the actor may meet the applications."""
    query = (
        select(
            Application.reference,
            User.email,
            Assignment.asked_because,
            Application.title,
            User.name,
            Assignment.state,
            Assignment.created_at,
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(User, User.id == Assignment.assessor_id)
        .where(Application.round_id == round_.id, visible_applications(actor))
    )
    if state := view.one("state"):
        query = query.where(Assignment.state == state)
    if view.q:
        keys = reference_key(Application.reference), Application.title_key, User.name_key
        query = query.where(named_in(view.q, *keys_as_one(*keys)) | _addressed(view.q))
    return paged(
        query, view, Application.reference, Assignment.alias,
        rows=lambda rows: [AssignmentLine(*row) for row in rows],
    )  # fmt: skip


def _addressed(typed: str) -> ColumnElement[bool]:
    return func.lower(User.email).contains(typed.strip().lower(), autoescape=True)


def assignment_list(round_: Round) -> ListView[AssignmentLine]:
    """A round's assignments, in the columns that an import takes, and more."""

    def state(row: AssignmentLine) -> Tag:
        found = STATES[row.state]
        return Tag(found.staff_label, found.colour)

    return ListView(
        "assignments",
        "Who assesses what",
        (
            Column("reference", REFERENCE, lambda r: r.reference, Kind.REFERENCE,
                   sort=Application.reference),
            Column("email", EMAIL, lambda r: r.email, sort=User.email),
            Column("reason", REASON, lambda r: r.reason),
            Column("title", "Title", lambda r: r.title, sort=Application.title_key, stays=True,
                   names_row=True,
                   shows=lambda r: Link(r.title, "assessment_staff.application",
                                        {"reference": r.reference})),
            Column("name", "Assessor", lambda r: r.name, sort=User.name_key),
            Column("state", "State", lambda r: state(r).text, shows=state),
            Column("asked_at", "Asked", lambda r: r.asked_at, Kind.MOMENT,
                   sort=Assignment.created_at, usual=False),
        ),
        rows=lambda actor, view: assignments_in(actor, round_, view),
        permission="assessment.read_all",
        one="assignment",
        search="Reference, title, or the assessor’s name or email address",
        filters=(
            Filter("state", "State", lambda: {str(k): s.staff_label for k, s in STATES.items()}),
        ),
        sort="reference",
        empty="Nobody has been asked to assess in this round yet.",
        thing=round_,
        download="reporting.export",
        marking=PERSONAL,
    )  # fmt: skip


def assignments_of(actor: Actor, reference: str) -> ListView[AssignmentLine] | None:
    """That list of the round with this reference."""
    round_ = staff_round(actor, reference)
    return assignment_list(round_) if round_ else None


def applications_named(
    actor: Actor, round_: Round, references: Collection[str]
) -> list[Application]:
    """Those of the round that the actor may meet, by reference; of each no more than assigning
    needs."""
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = select(Application).where(
        Application.round_id == round_.id,
        among(Application.reference, references),
        visible_applications(actor),
    )
    return list(db.session.scalars(query.options(needed).order_by(Application.reference)))


@dataclass(frozen=True)
class Addressed:
    """By address in small letters: the numbers of those who can be asked to assess, and the names
    of those who were and can't be any more."""

    people: Mapping[str, int]
    gone: Mapping[str, str]


def assessors_addressed(actor: Actor, addresses: Collection[str]) -> Addressed:
    """Nobody else's account is told of."""
    was_asked = exists().where(
        Assignment.assessor_id == User.id,
        Assignment.application_id == Application.id,
        reachable_applications(actor),
    )
    rows = db.session.execute(
        select(func.lower(User.email), User.id, User.name, can_assess()).where(
            among(func.lower(User.email), addresses), can_assess() | was_asked
        )
    ).all()
    return Addressed(
        {address: number for address, number, _, able in rows if able},
        {address: name for address, _, name, able in rows if not able},
    )
