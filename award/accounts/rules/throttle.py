"""How guessing is slowed down, and how often email is sent on request.

Nobody is locked out: a wait is capped and ends by itself. Failures from elsewhere don't make a
browser wait that has signed in to the account before, and however many fail behind one internet
address, the right password is let through.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from award.accounts.rules.emails import mailbox

COUNTED: Final = timedelta(days=1)
"""Older failures are forgotten; so are all of them when the right password is given."""


@dataclass(frozen=True)
class Slope:
    """So many are free; after that each means a wait twice as long as the one before."""

    free: int
    first: timedelta
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next try is looked at."""
        if failures < self.free:
            return timedelta(0)
        doubled: int = 2 ** min(failures - self.free, 20)
        return min(self.first * doubled, self.longest)


GUESSES: Final = Slope(10, timedelta(minutes=1), timedelta(minutes=15))
"""At one account: from one address, or from a browser that has signed in to it before."""

STRANGERS: Final = Slope(50, timedelta(seconds=30), timedelta(minutes=5))
"""At one account from all addresses together, by browsers that never signed in to it."""

CODES: Final = Slope(10, timedelta(minutes=1), timedelta(minutes=15))
"""Of one account, from wherever: who guesses these has the password."""

MAILS: Final = Slope(3, timedelta(minutes=5), timedelta(hours=1))
"""Of one kind to one address. What is asked for in between is not sent: the links that were
sent before work for longer than any wait."""

CROWD: Final = 100
CROWD_WITHIN: Final = timedelta(minutes=15)
IN_A_CROWD: Final = Slope(3, GUESSES.first, GUESSES.longest)
"""At one account from an address with so many failures lately: less is free, for what may be a
list of passwords that is tried on many accounts."""

FORMS_PER_ADDRESS: Final = "60 per hour"
"""Of the forms that send email, from one internet address."""


@dataclass(frozen=True)
class Failures:
    """How many there were, and when the last was."""

    count: int = 0
    last: datetime | None = None

    def wait_until(self, slope: Slope, now: datetime) -> datetime | None:
        """Until when the next try has to wait, if at all."""
        if self.last is None:
            return None
        until = self.last + slope.wait(self.count)
        return until if until > now else None


def account_key(text: str) -> str:
    """What stands for an account in the table of attempts: no address can be read from it."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


def mail_key(kind: str, address: str) -> str:
    """The same for emails of one kind that were asked for."""
    return account_key(f"{kind} to {mailbox(address)}")


def browser_key(nonce: str) -> str:
    """The same for failures from a browser that has signed in to the account before."""
    return account_key(f"known browser {nonce}")


def code_key(user_id: int, kind: str) -> str:
    """The same for codes of an account that failed: of an app, from paper, or the password asked
    for again."""
    return account_key(f"{kind} of {user_id}")
