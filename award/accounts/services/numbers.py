"""A registration number is one organisation's: whoever gives it first has it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, select, tuple_

from award.accounts.models import Organisation, OrganisationMember, OrganisationNumber
from award.accounts.rules.identifiers import same_number
from award.accounts.rules.organisations import NUMBERS, number_taken
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import inserting
from award.foundation.policy import Actor


@part_of("organisation.edit", "organisation.create")
def hold_numbers(organisation: Organisation, given: Collection[str], actor: Actor) -> None:
    """Take the organisation's numbers for it and let go of those that it has no more.

    Refused for one of `given`, the columns that change now, that another has. One that both have
    from times when nobody asked stays with both. Of two at once, the database lets one through.
    """
    wanted = {
        (kind, same_number(kind, number))
        for kind in NUMBERS
        if (number := getattr(organisation, kind))
    }
    row = OrganisationNumber
    held = select(row.kind, row.number).where(row.organisation_id == organisation.id)
    mine = {(kind, number) for kind, number in db.session.execute(held)}
    this = tuple_(row.kind, row.number)
    if gone := mine - wanted:
        db.session.execute(delete(row).where(this.in_(sorted(gone))))
    if not (new := sorted(wanted - mine)):
        return
    rows = [
        {"kind": kind, "number": number, "organisation_id": organisation.id} for kind, number in new
    ]
    db.session.execute(inserting(row).values(rows).on_conflict_do_nothing())
    belongs = exists().where(
        OrganisationMember.organisation_id == Organisation.id,
        OrganisationMember.user_id == actor.user_id,
    )
    others = (
        select(row.kind, Organisation.name, belongs)
        .join(Organisation, Organisation.id == row.organisation_id)
        .where(this.in_(new), Organisation.id != organisation.id, row.kind.in_(given))
        .order_by(row.kind)
    )
    for kind, name, is_member in db.session.execute(others):
        said = number_taken(kind, name if is_member else "")
        raise Refused(said, field=kind, rule="organisation.number")
