"""Who was invited on from a first stage, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules.machine import APPLICATION
from award.applications.rules.states import READABLE, ApplicationState
from award.assessment.queries.reach import reachable_applications, visible_applications
from award.decisions.models import Decision
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import everything
from award.foundation.tables import ListView, Page, View
from award.rounds.models import Round
from award.rounds.queries.two_stages import next_round

NOT_STARTED = "Not started"


@dataclass(frozen=True)
class Invited:
    """An application of a first stage that was invited, and what has become of it in the second:
    its state there, None while nobody has started it."""

    reference: str
    title: str
    organisation: str | None
    invited_at: datetime
    continued_as: str | None
    state: ApplicationState | None
    started_at: datetime | None

    @property
    def standing(self) -> Tag:
        if self.state is None:
            return Tag(NOT_STARTED, "grey")
        found = APPLICATION.states[self.state]
        return Tag(found.staff_label, found.colour)


@everything("whether there is one, and nothing of it")
def invites_in(round_id: int) -> bool:
    """Is any application of the round invited on, or staged to be?"""
    found = exists().where(
        Decision.application_id == Application.id,
        Application.round_id == round_id,
        Decision.outcome == Outcome.INVITE,
    )
    return bool(db.session.scalar(select(found)))


def invitation_counts(actor: Actor, round_: Round) -> list[tuple[str, int]]:
    """What is decided in a first stage, of what the actor may see: words, and how many."""
    query = (
        select(Decision.outcome, Decision.state, func.count())
        .join(Application, Application.id == Decision.application_id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(sorted(READABLE)),
            reachable_applications(actor),
        )
        .group_by(Decision.outcome, Decision.state)
    )
    found = {(outcome, state): count for outcome, state, count in db.session.execute(query)}
    staged, released = DecisionState.STAGED, DecisionState.RELEASED
    return [
        ("Invited", found.get((Outcome.INVITE, released), 0)),
        ("Invitations staged", found.get((Outcome.INVITE, staged), 0)),
        ("Not invited", found.get((Outcome.REJECT, released), 0)),
        ("Staged not to invite", found.get((Outcome.REJECT, staged), 0)),
        ("On the reserve list", sum(found.get((Outcome.RESERVE, one), 0) for one in DecisionState)),
    ]


def about_the_next(decisions: Iterable[Decision]) -> dict[str, Any]:
    """What letters of one round's decisions say of the second stage, if any invites into it."""
    inviting = (one.application.round_id for one in decisions if one.outcome == Outcome.INVITE)
    first = next(inviting, None)
    following = next_round(first) if first is not None else None
    return following.about_it if following is not None else {}


def invited_in(round_: Round) -> ListView[Invited]:
    """The list of one first stage."""
    return ListView(
        "invited",
        "Invited to the second stage",
        _COLUMNS,
        rows=partial(_invited, round_id=round_.id),
        permission="decision.view",
        thing=round_,
        one="invited application",
        empty="Nobody is invited until decisions are released.",
        download="decision.view",
    )


def invited_of(actor: Actor, of: str) -> ListView[Invited] | None:
    """The list by the reference of the first stage, for its downloads."""
    round_ = round_to_decide(actor, of)
    return invited_in(round_) if round_ is not None and round_.followed else None


def _invited(actor: Actor, view: View[Invited], round_id: int) -> Page[Invited]:
    second = aliased(Application)
    query = (
        select(
            Application.reference, Application.title, Organisation.name, Decision.released_at,
            second.reference, second.state, second.created_at,
        )
        .join(Decision, Decision.application_id == Application.id)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(second, second.continues_id == Application.id)
        .where(visible_applications(actor), Application.round_id == round_id)
        .where(Application.state == ApplicationState.INVITED)
    )  # fmt: skip
    return paged(query, view, Application.title_key, Application.id, rows=_made)


def _made(rows: Sequence[Any]) -> list[Invited]:
    return [Invited(*row) for row in rows]


def _first(row: Invited) -> Link:
    return Link(row.reference, "assessment_staff.application", {"reference": row.reference})


_COLUMNS: tuple[Column[Invited], ...] = (
    Column("reference", "First stage", lambda r: r.reference, Kind.REFERENCE, shows=_first),
    Column("title", "Title", lambda r: r.title, stays=True, names_row=True),
    Column("organisation", "Lead organisation", lambda r: r.organisation or ""),
    Column("invited_at", "Invited", lambda r: r.invited_at, Kind.MOMENT),
    Column("state", "Second stage", lambda r: r.standing.text, shows=lambda r: r.standing),
    Column("continued_as", "Reference there", lambda r: r.continued_as or "", Kind.REFERENCE),
    Column("started_at", "Started", lambda r: r.started_at, Kind.MOMENT),
)
