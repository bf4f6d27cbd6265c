"""Every read about people, organisations and what was done."""

from award.accounts.queries.organisations import (
    OrganisationRow,
    organisation_by_reference,
    organisations_of,
)
from award.accounts.queries.people import (
    PEOPLE_PER_PAGE,
    AccountRow,
    PersonRow,
    every_account,
    people_found,
    people_with_role,
    person,
    user_by_email,
    user_by_key,
)
from award.accounts.queries.trail import EventRow, TrailPage, Wanted, trail
from award.accounts.queries.waiting import email_wait, sign_in_wait

__all__ = [
    "PEOPLE_PER_PAGE",
    "AccountRow",
    "EventRow",
    "OrganisationRow",
    "PersonRow",
    "TrailPage",
    "Wanted",
    "email_wait",
    "every_account",
    "organisation_by_reference",
    "organisations_of",
    "people_found",
    "people_with_role",
    "person",
    "sign_in_wait",
    "trail",
    "user_by_email",
    "user_by_key",
]
