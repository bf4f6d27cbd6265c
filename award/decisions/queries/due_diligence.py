"""Who applied, as those need it who check organisations before money goes to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, false, func, or_, select

from award.accounts.models import Organisation, User
from award.accounts.queries import registers
from award.accounts.rules.organisations import NUMBERS, TYPES
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.in_registers import said_of
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.columns import Column, Kind, Link
from award.foundation.db import db
from award.foundation.marking import PERSONAL
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View
from award.rounds.models import Round

WHICH = {
    "fund": "To be funded, staged or released",
    "released": "Award released",
    "alike": "Something is the same as in another",
}
SAME = ("organisation", "company number", "charity number", "postcode", "lead applicant")


@dataclass(frozen=True)
class Check:
    """An application with what a register is asked about its lead organisation. `others`: how many
    more of the round have the same of each of SAME."""

    reference: str
    title: str
    organisation: str
    org_type: str
    street: str
    town: str
    region: str
    postcode: str
    country: str
    company_number: str
    charity_number: str
    ods_code: str
    cqc_provider_id: str
    ask_gbp: int | None
    amount_gbp: int | None
    others: tuple[int, ...]
    registers: str = ""
    """What public registers say of its numbers."""

    @property
    def alike(self) -> str:
        """What it has in common with others of the round, in words."""
        return "; ".join(
            f"{number} more with the same {what}"
            for what, number in zip(SAME, self.others, strict=True)
            if number
        )


def _others(key: Any) -> ColumnElement[int]:
    """How many other rows have the same, where there is any."""
    known = func.coalesce(key, "") != ""
    return case((known, func.count().over(partition_by=key) - 1), else_=0)


_KEYS = ("reference_key", "title_key", "name_key", "former_key", "fund", "state")
"""What rows are asked by, and no column shows."""


def _all(actor: Actor, round_id: int) -> Subquery:
    """What is the same is looked for among all that the actor may meet, whatever is shown."""
    by, org = Decision, Organisation
    place = func.upper(func.replace(org.postcode, " ", ""))
    shown: list[Any] = [
        Application.reference, Application.title, org.name, org.org_type, org.address_line_1,
        org.address_line_2, org.town, org.region, org.postcode, org.hq_country, org.company_number,
        org.charity_number, org.ods_code, org.cqc_provider_id, Application.amount_requested_gbp,
        by.amount_gbp,
        *(
            _others(key).label(f"others_{number}")
            for number, key in enumerate(
                (org.reference, org.company_number, org.charity_number, place, User.reference)
            )
        ),
        reference_key(Application.reference).label("reference_key"), Application.title_key,
        org.name_key, org.former_key,
        func.coalesce(by.outcome == Outcome.FUND, false()).label("fund"), by.state,
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Application)
        .join(User, User.id == Application.lead_id)
        .outerjoin(org, org.id == Application.organisation_id)
        .outerjoin(by, by.application_id == Application.id)
        .where(
            Application.round_id == round_id,
            Application.state != ApplicationState.WITHDRAWN,
            visible_applications(actor),
        )
        .subquery()
    )


def _found(actor: Actor, view: View[Check], round_id: int) -> Page[Check]:
    every = _all(actor, round_id)
    of = every.c
    query = select(*(column for column in of if column.key not in _KEYS))
    if view.q:
        names = (func.coalesce(one, "") for one in (of.name_key, of.former_key))
        query = query.where(named_in(view.q, *keys_as_one(of.reference_key, of.title_key, *names)))
    if (which := view.one("which")) == "alike":
        query = query.where(or_(*(of[f"others_{n}"] > 0 for n, _ in enumerate(SAME))))
    elif which:
        query = query.where(of.fund)
        if which == "released":
            query = query.where(of.state == DecisionState.RELEASED)
    by = {
        "reference": of.reference,
        "organisation": of.name_key,
        "ask_gbp": of.amount_requested_gbp,
        "amount_gbp": of.amount_gbp,
    }
    return paged(query, view, of.reference, rows=partial(_rows, looked=_looked_up(every)), by=by)


Looked = Callable[[Check], str]


def _looked_up(every: Subquery) -> Looked:
    """What registers say of a row, of which all are asked at once: three statements."""
    of = every.c
    rows = db.session.execute(select(*(of[kind] for kind in NUMBERS)).distinct())
    known = registers.known((kind, row[kind]) for row in rows.mappings() for kind in NUMBERS)
    days = registers.days_of_extracts()
    return lambda row: said_of(
        row.organisation, {kind: getattr(row, kind) for kind in NUMBERS}, known, days
    )


def _rows(found: Sequence[Any], *, looked: Looked) -> list[Check]:
    made = (_row(*row) for row in found)
    return [replace(one, registers=looked(one)) for one in made]


def _row(
    reference: str, title: str | None, name: str | None, kind: str | None, first: str | None,
    second: str | None, *rest: Any,
) -> Check:  # fmt: skip
    town, region, postcode, country, company, charity, ods, cqc, ask, amount, *others = rest
    known = [one or "" for one in (town, region, postcode, country, company, charity, ods, cqc)]
    street = ", ".join(one for one in (first, second) if one)
    type_ = TYPES.get(kind or "", "").partition(" (")[0]
    cells: list[Any] = [title or "", name or "", type_, street, *known, ask, amount, (*others,)]
    return Check(reference, *cells)


def due_diligence(round_: Round) -> ListView[Check]:
    """A round's applications, but for those that were withdrawn."""
    awarded: tuple[Column[Check], ...] = (
        () if round_.followed else (
            Column("amount_gbp", "Awarded or staged (£)", lambda r: r.amount_gbp, Kind.MONEY,
                   sort="amount_gbp", downwards=True),
        )
    )  # fmt: skip
    return ListView(
        "due-diligence",
        "Due diligence",
        (
            Column("reference", "Application number", lambda r: r.reference, Kind.REFERENCE,
                   stays=True, names_row=True, sort="reference",
                   shows=lambda r: Link(r.reference, "assessment_staff.application",
                                        {"reference": r.reference})),
            Column("title", "Title", lambda r: r.title, usual=False),
            Column("organisation", "Organisation name", lambda r: r.organisation,
                   sort="organisation"),
            Column("street", "Street", lambda r: r.street, usual=False),
            Column("town", "Town", lambda r: r.town, usual=False),
            Column("region", "Region", lambda r: r.region, usual=False),
            Column("postcode", "Postcode", lambda r: r.postcode, Kind.REFERENCE),
            Column("country", "Country", lambda r: r.country, usual=False),
            Column("ask_gbp", "Amount asked for (£)", lambda r: r.ask_gbp, Kind.MONEY,
                   sort="ask_gbp", downwards=True),
            *awarded,
            Column("charity_number", "Charity number", lambda r: r.charity_number,
                   Kind.REFERENCE),
            Column("company_number", "Company number", lambda r: r.company_number,
                   Kind.REFERENCE),
            Column("ods_code", "ODS code", lambda r: r.ods_code, Kind.REFERENCE, usual=False),
            Column("cqc_provider_id", "CQC provider", lambda r: r.cqc_provider_id,
                   Kind.REFERENCE, usual=False),
            Column("org_type", "Organisation type", lambda r: r.org_type),
            Column("registers", "In public registers", lambda r: r.registers),
            Column("alike", "Same as in other applications", lambda r: r.alike),
        ),
        rows=partial(_found, round_id=round_.id),
        permission="decision.view",
        one="application",
        search="Reference, title or organisation",
        filters=(Filter("which", "Which", lambda: WHICH),),
        sort="reference",
        empty="No application has been submitted to this round yet.",
        thing=round_,
        download="reporting.export",
        marking=PERSONAL,
    )  # fmt: skip


def due_diligence_of(actor: Actor, reference: str) -> ListView[Check] | None:
    """That list of the round with this reference."""
    round_ = round_to_decide(actor, reference)
    return due_diligence(round_) if round_ else None
