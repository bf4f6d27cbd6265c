"""How often somebody may fail to sign in, or have an email sent, before they have to wait.

Nobody is locked out for good: the wait ends by itself, and failures from elsewhere don't lengthen
the wait of the person who owns the account.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=1)
PER_ACCOUNT_AND_ADDRESS: Final = 10
PER_ADDRESS: Final = 100
EMAILS_PER_ACCOUNT: Final = 5


def account_key(text: str) -> str:
    """What stands for an account in the table of attempts: no address can be read from it."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


def email_key(address: str) -> str:
    """The same for emails asked for, counted apart from failures."""
    return account_key(f"email to {address.strip().lower()}")
