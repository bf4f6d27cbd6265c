"""Every read about people, organisations and what was done."""

from award.accounts.queries.organisations import (
    OrganisationRow,
    organisation_by_reference,
    organisation_names_of,
    organisations_of,
    sharing_numbers_with,
)
from award.accounts.queries.people import (
    PEOPLE,
    AccountRow,
    PersonRow,
    every_account,
    people_with_role,
    person,
    user_by_email,
    user_by_key,
    user_with_roles,
)
from award.accounts.queries.sign_ins import SignInRow, sign_ins_of, signed_in
from award.accounts.queries.trail import TRAIL, EventRow, Wanted, trail_for, whole_trail
from award.accounts.queries.waiting import key_wait, sign_in_wait

__all__ = [
    "PEOPLE",
    "AccountRow",
    "EventRow",
    "OrganisationRow",
    "PersonRow",
    "SignInRow",
    "TRAIL",
    "Wanted",
    "every_account",
    "key_wait",
    "organisation_by_reference",
    "organisation_names_of",
    "organisations_of",
    "sharing_numbers_with",
    "people_with_role",
    "person",
    "sign_in_wait",
    "sign_ins_of",
    "signed_in",
    "trail_for",
    "user_by_email",
    "user_by_key",
    "user_with_roles",
    "whole_trail",
]
