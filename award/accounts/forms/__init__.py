"""Forms about organisations and people; those of sign-in are in `sign_in`."""

from award.accounts.forms.organisations import OrganisationForm
from award.accounts.forms.people import InvitationForm, RoleForm, role_form

__all__ = ["InvitationForm", "OrganisationForm", "RoleForm", "role_form"]
