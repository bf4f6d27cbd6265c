"""What public registers say of numbers. What stands in them is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import and_, or_, select

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


def known(numbers: Iterable[Number]) -> dict[Number, Known]:
    """What the registers say of these, for those that they know; one statement, or none."""
    asked = {(kind, text): same_number(kind, text) for kind, text in numbers if text}
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for (kind, _), key in asked.items():
        keys[kind].add(key)
    if not keys:
        return {}
    entry = RegisterEntry
    columns = [getattr(entry, name) for name in Known.__dataclass_fields__]
    wanted = (and_(entry.kind == kind, among(entry.key, found)) for kind, found in keys.items())
    rows = db.session.execute(select(entry.key, *columns).where(or_(*wanted)))
    found = {(row.kind, row.key): Known(*row[1:]) for row in rows}
    return {one: found[one[0], key] for one, key in asked.items() if (one[0], key) in found}


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
