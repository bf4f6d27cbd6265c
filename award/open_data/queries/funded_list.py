"""The list of what was funded, as staff go through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, exists, func, select

from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import published
from award.foundation.tables import Filter, ListView, Page, View
from award.open_data.models import PublicAward
from award.open_data.queries.funded import COLOURS, STATES, is_released, state_among
from award.rounds.models import Round


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
        .where(is_released(), visible_applications(actor))
    )


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
            one.released_at or clock.now(), state_among(one.award_id, one.published_at),
        )
        for one in found
    ]  # fmt: skip


def to_read(actor: Actor) -> int:
    """How many awards nobody has said anything of in public."""
    waiting = _query(actor).where(PublicAward.id.is_(None))
    return (
        db.session.scalar(waiting.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    )


@published
def rounds_funding() -> dict[str, str]:
    """Announced rounds with a released award: reference and title."""
    award = exists().where(
        Application.round_id == Round.id, Decision.application_id == Application.id, is_released()
    )
    rows = db.session.execute(select(Round.reference, Round.title).where(award).order_by(Round.id))
    return {row[0]: row[1] for row in rows}


@published
def references_of(round_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Of rounds whose page somebody reads, those with a released award."""
    award = exists().where(
        Application.round_id == Round.id, Decision.application_id == Application.id, is_released()
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
               shows=lambda r: Tag(STATES[r.state], COLOURS[r.state])),
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
