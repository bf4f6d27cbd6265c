"""Organisations and their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.models import Organisation, OrganisationMember
from award.accounts.queries import people
from award.accounts.rules.organisations import (
    COLUMNS,
    FORMS,
    NUMBERS,
    REGIONS,
    TYPES,
    UNITED_KINGDOM,
    country,
    with_former,
)
from award.accounts.services.numbers import hold_numbers
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.text import fault_of_a_line
from award.foundation.unseen import as_typed

_CODES = frozenset({"org_type", "region"})


@act(
    "organisation.edit",
    new="organisation.create",
    words="Only its members can change an organisation",
)
def save_organisation(
    organisation: Organisation | None,
    values: Mapping[str, Any],
    *,
    actor: Actor,
) -> Organisation:
    """Add an organisation with the actor as its member, or change one (`members` loaded).

    `values` are columns (see COLUMNS); numbers are brought into their stored form. Refused names
    the field whose form is wrong, or whose number another organisation has; StaleDataError when
    somebody saved since it was loaded.
    """
    tidy = _tidied(values)
    if organisation is None:
        return _create(tidy, actor)
    if "name" in tidy:
        organisation.former_names = with_former(
            organisation.formerly, organisation.name, tidy["name"]
        )
    for column, value in tidy.items():
        setattr(organisation, column, value)
    changes = changed_columns(organisation)
    if changes:
        hold_numbers(organisation, changes.keys(), actor)
        audit.record(actor, "organisation.edit", organisation, changes, codes=_CODES)
        db.session.flush()
    return organisation


def _create(values: dict[str, Any], actor: Actor) -> Organisation:
    if actor.user_id is None:
        raise Refused("Sign in to add an organisation", rule="organisation.create")
    people.hold_open(actor.user_id)
    organisation = Organisation(
        reference=new_reference("ORG"),
        created_by_id=actor.user_id,
        members=[OrganisationMember(user_id=actor.user_id)],
        **values,
    )
    db.session.add(organisation)
    db.session.flush()
    hold_numbers(organisation, values.keys(), actor)
    audit.record(actor, "organisation.create", organisation, values, codes=_CODES)
    db.session.flush()
    return organisation


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise ValueError(f"an organisation has no {', '.join(sorted(unknown))}")
    tidy = dict(values)
    abroad = country(tidy.get("hq_country") or UNITED_KINGDOM) != UNITED_KINGDOM
    for column, form in FORMS.items():
        if column not in tidy or (column == "postcode" and abroad):
            continue
        try:
            tidy[column] = form(tidy[column] or "")
        except ValueError as error:
            raise Refused(str(error), field=column) from None
        if column in NUMBERS:
            tidy[column] = tidy[column] or None
    if tidy.get("hq_country") == "":
        raise Refused("Enter the country of the head office", field="hq_country")
    if "name" in tidy:
        if (unfit := fault_of_a_line(tidy["name"])) is not None:
            raise Refused(f"The name of the organisation {unfit}", field="name")
        tidy["name"] = as_typed(tidy["name"])
    if "org_type" in tidy and tidy["org_type"] not in TYPES:
        raise Refused("Select what kind of organisation it is", field="org_type")
    if tidy.get("region") and tidy["region"] not in REGIONS:
        raise Refused("Select a region from the list", field="region")
    if "name" in tidy and not tidy["name"]:
        raise Refused("Enter the name of the organisation", field="name")
    return tidy
