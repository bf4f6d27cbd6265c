"""What anyone fills in to follow a search."""

from __future__ import annotations

from award.accounts.forms.strangers import own_email
from award.design.fields import TrapField
from award.design.forms import Form


class FollowForm(Form):
    email = own_email("For this and nothing else", required=True)
    website = TrapField()
