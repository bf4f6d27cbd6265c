"""Every change to people and organisations."""

from award.accounts.services.organisations import save_organisation
from award.accounts.services.people import (
    add_role,
    create_user,
    reinstate,
    remove_role,
    reset_second_factor,
    suspend,
    sync_roles,
)

__all__ = [
    "add_role",
    "create_user",
    "reinstate",
    "remove_role",
    "reset_second_factor",
    "save_organisation",
    "suspend",
    "sync_roles",
]
