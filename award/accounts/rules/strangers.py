"""The address that somebody gives on a form that anyone can send.

Nobody knows yet that it is theirs. What they wrote counts once somebody who has the address says so
by a link: `design`’s `macros/strangers.html` has the words of the pages before and behind it,
`views/waiting.py` says whether an email may go there, `foundation/links.py` makes the link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from award.accounts.rules.emails import as_address
from award.foundation.errors import Refused
from award.foundation.policy import Actor

HELD: Final = (
    "We have sent several emails to this address lately, so we can’t send another yet. Wait an "
    "hour, then send this again"
)
OVER: Final = "This link no longer works"


@dataclass(frozen=True)
class Address:
    """In the form that we keep. `theirs`: the confirmed one of whoever is signed in, so that no
    link need go there."""

    email: str
    theirs: bool


def address_given(typed: str, *, actor: Actor, may_send: bool, always: bool = False) -> Address:
    """Refused where it is none, and where a link has to go there and no email `may_send`. With
    `always` one goes also where the address is theirs."""
    email = as_address(typed)
    if not email:
        raise Refused("Enter an email address, like name@example.org", field="email")
    theirs = actor.user_id is not None and email == actor.email
    if not may_send and (always or not theirs):
        raise Refused(HELD, field="email")
    return Address(email, theirs)
