"""Every change to people and organisations."""

from award.accounts.services.organisations import save_organisation
from award.accounts.services.people import (
    add_role,
    create_user,
    invite,
    invite_again,
    reinstate,
    remove_role,
    reset_second_factor,
    suspend,
    sync_roles,
)
from award.accounts.services.sign_in import note_attempt, record_failed_sign_in

__all__ = [
    "add_role",
    "create_user",
    "invite",
    "invite_again",
    "note_attempt",
    "record_failed_sign_in",
    "reinstate",
    "remove_role",
    "reset_second_factor",
    "save_organisation",
    "suspend",
    "sync_roles",
]
