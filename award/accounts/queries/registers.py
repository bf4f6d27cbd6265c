"""What public registers say of numbers. What stands in them is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from award.accounts.models import (
    Organisation,
    OrganisationMember,
    OrganisationNumber,
    RegisterEntry,
)
from award.accounts.rules.identifiers import same_number
from award.accounts.rules.registers import Known
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor

Number = tuple[str, str]
"""A kind of number, and the number however it was written."""


def matching(numbers: Iterable[Number]) -> tuple[dict[Number, str], ColumnElement[bool] | None]:
    """Each number with the key that it is found by, and SQL for the entries of all of them: None
    where there is nothing to look for."""
    asked = {(kind, text): same_number(kind, text) for kind, text in numbers if text}
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for (kind, _), key in asked.items():
        keys[kind].add(key)
    entry = RegisterEntry
    wanted = [and_(entry.kind == kind, among(entry.key, found)) for kind, found in keys.items()]
    return asked, or_(*wanted) if wanted else None


def told(asked: dict[Number, str], entries: Iterable[RegisterEntry]) -> dict[Number, Known]:
    """What these entries say, by the numbers that were asked for."""
    names = [*Known.__dataclass_fields__]
    found = {(one.kind, one.key): Known(*(getattr(one, name) for name in names)) for one in entries}
    return {one: found[one[0], key] for one, key in asked.items() if (one[0], key) in found}


def known(numbers: Iterable[Number]) -> dict[Number, Known]:
    """What the registers say of these, for those that they know; one statement, or none."""
    asked, match = matching(numbers)
    if match is None:
        return {}
    fresh = {"populate_existing": True}
    query = select(RegisterEntry).where(match)
    return told(asked, db.session.scalars(query, execution_options=fresh))


def days_of_extracts() -> dict[str, date]:
    """Of each register that is loaded, the latest day that it tells of."""
    entry = RegisterEntry
    rows = db.session.execute(select(entry.kind, func.max(entry.as_of)).group_by(entry.kind))
    return {row[0]: row[1] for row in rows}


def own_with(numbers: Sequence[Number], actor: Actor) -> tuple[str, str] | None:
    """Reference and name of an organisation of the actor's own that has one of these numbers."""
    row = OrganisationNumber
    wanted = (
        and_(row.kind == kind, row.number == same_number(kind, number)) for kind, number in numbers
    )
    found = db.session.execute(
        select(Organisation.reference, Organisation.name)
        .join(row, row.organisation_id == Organisation.id)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(OrganisationMember.user_id == actor.user_id, or_(*wanted))
        .order_by(Organisation.id)
        .limit(1)
    ).one_or_none()
    return None if found is None else (found.reference, found.name)
