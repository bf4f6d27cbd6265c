"""Claims of oneself, and those that staff decide about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, can, reads_everything, staff
from award.foundation.scopes import scope, within
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.waits import Awaited
from award.payments.models import PayAnswer, PayClaim, PayOffer
from award.payments.queries.offers import unclaimed_sheets
from award.payments.rules.machine import PAY_CLAIM
from award.payments.rules.offer import PARTS, Alike, hours_in_words, pounds
from award.payments.rules.states import STANDS, ClaimState, Reply
from award.rounds.models import Round


@scope
def own_claims_only(actor: Actor) -> ColumnElement[bool]:
    """SQL over PayClaim: what the actor claimed."""
    return false() if actor.user_id is None else PayClaim.person_id == actor.user_id


@scope
def of_others(actor: Actor) -> ColumnElement[bool]:
    """SQL over PayClaim: claims of others, for staff and whoever audits."""
    return and_(literal(reads_everything(actor)), ~own_claims_only(actor))


@scope
def decidable(actor: Actor) -> ColumnElement[bool]:
    """SQL over PayClaim: claims of others, for staff."""
    return and_(literal(staff(actor)), of_others(actor))


def own_claims(actor: Actor) -> list[PayClaim]:
    """What the actor claimed, the latest first."""
    query = select(PayClaim).where(own_claims_only(actor)).options(joinedload(PayClaim.round))
    return list(db.session.scalars(query.order_by(PayClaim.id.desc())))


def shown_to_claim(actor: Actor, offer: PayOffer, said: PayAnswer) -> dict[str, Any]:
    """What the page that claims rests on, and can change while it is open: what the actor `said`,
    everything that they claimed in the round, and what they could still claim."""
    claimed = (
        select(PayClaim.reference)
        .where(own_claims_only(actor), PayClaim.round_id == offer.round_id)
        .order_by(PayClaim.id)
    )
    return {
        "answer": said.id,
        "claims": list(db.session.scalars(claimed)),
        "sheets": unclaimed_sheets(actor, offer.round_id),
    }


def to_make_again(claims: Sequence[PayClaim]) -> dict[str, PayClaim]:
    """Of all that somebody claimed, what came back and was not made again since, by reference."""
    made_again = {one.again_id for one in claims if one.state != ClaimState.TAKEN_BACK}
    return {
        one.reference: one
        for one in claims
        if one.state == ClaimState.SENT_BACK and one.id not in made_again
    }


def unpaid_claims(actor: Actor) -> list[str]:
    """References of what the actor claimed and was neither paid nor given back to them."""
    query = select(PayClaim.reference).where(
        own_claims_only(actor), PayClaim.state.in_(sorted(STANDS - {ClaimState.PAID}))
    )
    return list(db.session.scalars(query.order_by(PayClaim.id)))


def own_claim(actor: Actor, reference: str) -> PayClaim | None:
    query = select(PayClaim).where(
        own_claims_only(actor), PayClaim.reference == reference.upper()
    )  # fmt: skip
    return db.session.scalar(query.options(joinedload(PayClaim.round)))


def claim_of_another(actor: Actor, reference: str) -> PayClaim | None:
    """One that the actor may read: not their own."""
    query = (
        select(PayClaim)
        .where(of_others(actor), PayClaim.reference == reference.upper())
        .options(joinedload(PayClaim.round), joinedload(PayClaim.person))
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    return found if found is not None and can(actor, "pay_claim.read", found) else None


@within("claim")
def alike(claim: PayClaim) -> list[Alike]:
    """Claims that the same person made earlier and that stand, for as many hours of meetings or as
    much money, in any round: whether it is the same is for people to see."""
    hours = and_(literal(claim.meeting_hundredths) > 0,
                 PayClaim.meeting_hundredths == claim.meeting_hundredths)  # fmt: skip
    spent = and_(literal(claim.expenses_pence) > 0,
                 PayClaim.expenses_pence == claim.expenses_pence)  # fmt: skip
    query = (
        select(PayClaim.reference, hours, spent)
        .where(
            PayClaim.person_id == claim.person_id, PayClaim.id < claim.id,
            PayClaim.state.in_(sorted(STANDS)), or_(hours, spent),
        )
        .order_by(PayClaim.id)
    )  # fmt: skip
    return [
        Alike(reference, tuple(part for part, same in zip(PARTS, found, strict=True) if same))
        for reference, *found in db.session.execute(query)
    ]


@within("claim")
def unpaid_since(claim: PayClaim) -> datetime | None:
    """When whoever claimed chose to be without payment, if that is what they said last, and later.
    What was claimed before stays."""
    query = (
        select(PayAnswer)
        .join(PayOffer, PayOffer.id == PayAnswer.offer_id)
        .where(PayOffer.round_id == claim.round_id, PayAnswer.person_id == claim.person_id)
        .order_by(PayAnswer.id.desc())
        .limit(1)
    )
    last = db.session.scalar(query)
    if last is None or last.answer != Reply.UNPAID or last.answered_at <= claim.made_at:
        return None
    return last.answered_at


def awaited(actor: Actor) -> Awaited:
    """Claims that wait for a decision that the actor could make."""
    query = select(func.count(), func.min(PayClaim.made_at)).where(
        PayClaim.state == ClaimState.WAITING, decidable(actor)
    )
    number, since = db.session.execute(query).one()
    return Awaited(number, since=since)


@dataclass(frozen=True)
class ClaimRow:
    """A line of staff's list. Which sheets, and their scores, are not in it."""

    reference: str
    state: ClaimState
    person: str
    email: str
    round: str
    sheets: int
    sheets_pence: int
    meeting_hundredths: int
    meetings: str
    meetings_pence: int
    expenses_pence: int
    expenses_note: str
    total_pence: int
    made_at: datetime
    decided_at: datetime | None
    paid_at: datetime | None


def claims_found(actor: Actor, view: View[ClaimRow]) -> Page[ClaimRow]:
    """What waits comes first, the oldest on top."""
    query = _narrowed(_claims().where(of_others(actor)), view)
    waits = case((PayClaim.state == ClaimState.WAITING, PayClaim.made_at))
    first = case((PayClaim.state == ClaimState.WAITING, 0),
                 (PayClaim.state == ClaimState.APPROVED, 1), else_=2)  # fmt: skip
    return paged(query, view, first, waits, PayClaim.id.desc(), rows=_rows)


def _claims() -> Select[Any]:
    shown: list[Any] = [
        PayClaim.reference, PayClaim.state, User.name, User.email, Round.reference,
        PayClaim.sheets, PayClaim.sheets_pence, PayClaim.meeting_hundredths, PayClaim.meetings,
        PayClaim.meetings_pence, PayClaim.expenses_pence, PayClaim.expenses_note,
        PayClaim.total_pence, PayClaim.made_at, PayClaim.decided_at, PayClaim.paid_at,
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(PayClaim)
        .join(User, User.id == PayClaim.person_id)
        .join(Round, Round.id == PayClaim.round_id)
    )


def _narrowed(query: Select[Any], view: View[ClaimRow]) -> Select[Any]:
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            func.lower(PayClaim.reference).contains(typed, autoescape=True)
            | User.name_key.contains(typed, autoescape=True)
            | func.lower(Round.reference).contains(typed, autoescape=True)
        )
    if wanted := view.one("state"):
        query = query.where(PayClaim.state == ClaimState(wanted))
    return query


def _rows(found: Sequence[Any]) -> list[ClaimRow]:
    return [ClaimRow(*row) for row in found]


def _state(row: ClaimRow) -> str:
    return PAY_CLAIM.states[row.state].staff_label


CLAIMS = ListView(
    "pay-claims",
    "Claims of assessors",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=PayClaim.reference,
               shows=lambda r: Link(r.reference, "payments_staff.show",
                                    {"reference": r.reference})),
        Column("person", "Who", lambda r: r.person, sort=User.name_key),
        Column("email", "Email", lambda r: r.email, usual=False),
        Column("round", "Round", lambda r: r.round, Kind.REFERENCE),
        Column("sheets", "Score sheets", lambda r: r.sheets, Kind.INTEGER),
        Column("sheets_gbp", "For sheets (£)", lambda r: r.sheets_pence / 100, Kind.DECIMAL,
               shows=lambda r: pounds(r.sheets_pence), usual=False),
        Column("hours", "Hours of meetings", lambda r: r.meeting_hundredths / 100, Kind.DECIMAL,
               shows=lambda r: hours_in_words(r.meeting_hundredths)),
        Column("meetings", "Which meetings", lambda r: r.meetings, usual=False),
        Column("meetings_gbp", "For meetings (£)", lambda r: r.meetings_pence / 100, Kind.DECIMAL,
               shows=lambda r: pounds(r.meetings_pence), usual=False),
        Column("expenses_gbp", "Expenses (£)", lambda r: r.expenses_pence / 100, Kind.DECIMAL,
               shows=lambda r: pounds(r.expenses_pence)),
        Column("expenses", "What for", lambda r: r.expenses_note, usual=False),
        Column("total_gbp", "Total (£)", lambda r: r.total_pence / 100, Kind.DECIMAL,
               shows=lambda r: pounds(r.total_pence), sort=PayClaim.total_pence, downwards=True),
        Column("made_at", "Claimed", lambda r: r.made_at, Kind.DATE, sort=PayClaim.made_at),
        Column("decided_at", "Decided", lambda r: r.decided_at, Kind.DATE, usual=False),
        Column("paid_at", "Paid", lambda r: r.paid_at, Kind.DATE, usual=False),
        Column("state", "State", _state,
               shows=lambda r: Tag(_state(r), PAY_CLAIM.states[r.state].colour)),
    ),
    rows=claims_found,
    permission="pay_claim.list",
    one="claim",
    search="Reference, person or round",
    empty="Nobody has claimed anything yet.",
    no_match="No claim has that reference, person or round.",
    filters=(
        Filter("state", "State",
               lambda: {one.value: told.staff_label for one, told in PAY_CLAIM.states.items()}),
    ),
    download="pay_claim.list",
    marking=PERSONAL,
)  # fmt: skip
