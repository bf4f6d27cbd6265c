"""What closing an account leaves, and what has to be done before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from award.accounts.rules.emails import CLOSED_AT
from award.foundation import clock
from award.foundation.policy import Role

FORMER: Final = "A former user"
"""What everybody reads in place of a name."""
CLOSED: Final = "user_account.close"

_PROGRAMME: Final = {
    Role.STAFF: "Staff",
    Role.PUBLISHER: "Publisher",
    Role.AUDITOR: "Auditor",
    Role.ADMIN: "Administrator",
}


THEIRS_FOR: Final = timedelta(days=14)
"""How long what somebody wrote stays for them to fetch after they were taken off."""


@dataclass(frozen=True)
class Together:
    """A draft that others work on, and who they are; or who were taken off it lately, and until
    when they can fetch what they wrote."""

    reference: str
    people: tuple[str, ...]
    taken_off: tuple[str, ...] = ()
    until: datetime | None = None

    @property
    def first(self) -> str:
        """What has to be done before it may go."""
        if not self.people and self.until is not None:
            return (
                f"{joined(self.taken_off)} {'was' if len(self.taken_off) == 1 else 'were'} taken "
                f"off {self.reference}, and can download what they wrote in it until "
                f"{clock.long_date(self.until)}. It can be deleted after that"
            )
        does = "works" if len(self.people) == 1 else "work"
        one = self.people[0] if len(self.people) == 1 else "one of them"
        return (
            f"{joined(self.people)} {does} on {self.reference}, and what they wrote would be "
            f"deleted with it. Offer {one} the lead, or ask them to leave once they have copied "
            "what they need"
        )


def former_address(user_id: int) -> str:
    """In place of an email address: nothing can be sent there."""
    return f"former-user-{user_id}{CLOSED_AT}"


def joined(names: Sequence[str]) -> str:
    return " and ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])


def first_to_do(
    roles: frozenset[Role],
    live: Sequence[str],
    unfinished: int,
    to_answer: int,
    together: Sequence[Together] = (),
    *,
    unpaid: Sequence[str] = (),
    chaired: Sequence[str] = (),
) -> list[str]:
    """What stands in the way of closing an account, and what to do about it."""
    held = [words for role, words in _PROGRAMME.items() if role in roles]
    found = []
    if held:
        found.append(
            f"You have the role {' and '.join(held)}. Ask an administrator to take it away, so "
            "that somebody else does the work"
        )
    if live:
        found.append(
            f"You lead {', '.join(live)}. Withdraw it, or ask the programme team to put a "
            "colleague in your place: somebody has to answer for it"
            if len(live) == 1
            else f"You lead {', '.join(live)}. Withdraw them, or ask the programme team to put a "
            "colleague in your place: somebody has to answer for each"
        )
    found += [one.first for one in together]
    if unfinished:
        noun = "assessment" if unfinished == 1 else "assessments"
        found.append(
            f"You have {unfinished} {noun} to do. Finish or decline each, so that somebody else "
            "can be asked"
        )
    if chaired:
        found.append(
            f"You chair {joined(chaired)}. Ask the programme team to let somebody else chair"
        )
    if unpaid:
        found.append(
            f"We have not paid {joined(unpaid)} yet, and could not once you are gone. Wait until "
            "you have the money. What we are still checking you can take back instead"
        )
    if to_answer:
        found.append("A case study waits for your agreement. Agree it, or withdraw it")
    return found
