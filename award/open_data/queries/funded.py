"""Funded projects as staff look at them before anything is said in public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.queries.applications import latest_submission
from award.assessment.queries.reach import ties_of, visible_applications
from award.decisions.models import Decision
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import clock
from award.foundation.acts import Concealed
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.errors import there
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import published, within
from award.foundation.tables import Filter, ListView, Page, View
from award.open_data.models import PublicAward
from award.open_data.rules.telling import Suggested, suggested
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_in

STATES: Final = {"check": "To check", "public": "Public", "down": "Taken down"}
_COLOURS: Final = {"check": "yellow", "public": "green", "down": "grey"}

SAID: Final = (
    "reference", "title", "description", "amount_gbp", "awarded_on", "phase", "settings",
    "organisation_name", "organisation_id", "organisation_key", "org_type", "region",
    "company_number", "charity_number",
)  # fmt: skip


@dataclass(frozen=True)
class Funded:
    """A funded application whose lead knows of it, and what is said of it in public, if any."""

    application: Application
    amount_gbp: int
    released_at: datetime
    content: Mapping[str, Any]
    suggested: Suggested
    award: PublicAward | None

    @property
    def application_id(self) -> int:
        return self.application.id

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def organisation(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["organisation"]
        return found

    @property
    def stored(self) -> dict[str, str]:
        """What the boxes start from."""
        if self.award is not None:
            return {"title": self.award.title, "description": self.award.description}
        return {"title": self.suggested.title, "description": self.suggested.description}

    @property
    def public(self) -> bool:
        return self.award is not None and self.award.published_at is not None


def _released() -> ColumnElement[bool]:
    return and_(Decision.state == DecisionState.RELEASED, Decision.outcome == Outcome.FUND)


def funded(actor: Actor, reference: str) -> Funded | None:
    """By the application's reference, as it is now; not for who may not meet it."""
    found = db.session.execute(
        select(Application, Decision, PublicAward)
        .join(Decision, Decision.application_id == Application.id)
        .outerjoin(PublicAward, PublicAward.application_id == Application.id)
        .options(joinedload(Application.round))
        .where(Application.reference == reference, _released(), visible_applications(actor))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    application, decision, award = found
    content = there(latest_submission(application.id), "the submission").content
    return Funded(
        application,
        there(decision.amount_gbp, "the amount"),
        there(decision.released_at, "the moment"),
        content,
        suggested(content, questions_in(content)),
        award,
    )


@within("application")
def key_of_organisation(application: Application) -> str | None:
    """That which another award of the same organisation has."""
    query = (
        select(PublicAward.organisation_key)
        .join(Application, Application.id == PublicAward.application_id)
        .where(Application.organisation_id == application.organisation_id)
        .order_by(PublicAward.id)
        .limit(1)
    )
    return db.session.scalar(query)


def as_data(award: PublicAward) -> dict[str, Any]:
    """All that is said in it, in the one form of which the audit trail keeps a digest."""
    return {name: plain(getattr(award, name)) for name in SAID}


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    return {
        "public_award": select(PublicAward.id).where(PublicAward.application_id.in_(ties_of(actor)))
    }


@dataclass(frozen=True)
class FundedRow:
    """A line of the list of what was funded."""

    reference: str
    title: str
    round_title: str
    amount_gbp: int
    released_at: datetime
    state: str


def _query(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.reference,
            Application.title,
            Round.title.label("round_title"),
            Decision.amount_gbp,
            Decision.released_at,
            PublicAward.id.label("award_id"),
            PublicAward.published_at,
        )
        .join(Decision, Decision.application_id == Application.id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(PublicAward, PublicAward.application_id == Application.id)
        .where(_released(), visible_applications(actor))
    )


def _state(award_id: int | None, published_at: datetime | None) -> str:
    if award_id is None:
        return "check"
    return "down" if published_at is None else "public"


def funded_found(actor: Actor, view: View[FundedRow]) -> Page[FundedRow]:
    """What was funded and released, the latest first."""
    query = _query(actor)
    state = view.one("state")
    if state == "check":
        query = query.where(PublicAward.id.is_(None))
    elif state:
        is_public = PublicAward.published_at.is_not(None)
        query = query.where(PublicAward.id.is_not(None))
        query = query.where(is_public if state == "public" else ~is_public)
    if view.one("round"):
        query = query.where(Round.reference == view.one("round"))
    return paged(query, view, Decision.released_at.desc(), Application.reference, rows=_rows)


def _rows(found: Sequence[Any]) -> list[FundedRow]:
    return [
        FundedRow(
            one.reference, one.title, one.round_title, one.amount_gbp or 0,
            one.released_at or clock.now(), _state(one.award_id, one.published_at),
        )
        for one in found
    ]  # fmt: skip


@published
def rounds_funding() -> dict[str, str]:
    """Announced rounds with a released award: reference and title."""
    award = exists().where(
        Application.round_id == Round.id, Decision.application_id == Application.id, _released()
    )
    rows = db.session.execute(select(Round.reference, Round.title).where(award).order_by(Round.id))
    return {row[0]: row[1] for row in rows}


@published
def references_of(round_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Of rounds whose page somebody reads, those with a released award."""
    award = exists().where(
        Application.round_id == Round.id, Decision.application_id == Application.id, _released()
    )
    rows = db.session.execute(
        select(Round.id, Round.reference).where(Round.id.in_(round_ids), award)
    )
    return [(row[0], row[1]) for row in rows]


def _act(row: FundedRow) -> Link:
    words = "Check and publish" if row.state == "check" else "Change"
    return Link(words, "open_data_staff.check", {"reference": row.reference}, f" {row.title}")


FUNDED: Final = ListView(
    "funded",
    "What is said of awards in public",
    (
        Column("title", "Project", lambda r: r.title, stays=True, names_row=True),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=Application.reference),
        Column("round", "Round", lambda r: r.round_title),
        Column("amount_gbp", "Amount", lambda r: r.amount_gbp, Kind.MONEY,
               sort=Decision.amount_gbp, downwards=True),
        Column("released_at", "Released", lambda r: r.released_at, Kind.DATE,
               sort=Decision.released_at, downwards=True),
        Column("state", "State", lambda r: STATES[r.state],
               shows=lambda r: Tag(STATES[r.state], _COLOURS[r.state])),
        Column("act", "Action", lambda r: None, Kind.ACTION, permission="public_award.publish",
               shows=_act),
    ),
    rows=funded_found,
    permission="public_award.list",
    one="award",
    filters=(
        Filter("state", "State", lambda: STATES),
        Filter("round", "Round", rounds_funding),
    ),
    sort="released_at",
    empty="There are none yet. A project comes here once its funding is released.",
)  # fmt: skip
