"""What counts as an email address: the same here as where people sign in."""

from __future__ import annotations

from typing import Any, Final

from email_validator import EmailNotValidError, validate_email

from award.foundation.text import one_line

VALIDATOR: Final[dict[str, Any]] = {"check_deliverability": False, "allow_smtputf8": False}
"""Before the @ only ASCII: few mail servers take more. A domain may have other letters."""

CLOSED_AT: Final = "@erased.invalid"
"""How the address of a closed account ends: nothing can be sent there."""

CODED: Final = "=?"
"""Begins words in code wherever an email is read, so no address of ours may have it."""

_ONE_PROVIDER: Final = ("gmail.com", "googlemail.com")
"""Full stops before the @ make no difference there."""


def as_address(text: str) -> str | None:
    """The address in the one form we keep it, in small letters, or None when it is none."""
    if CODED in text:
        return None
    try:
        found = validate_email(one_line(text), **VALIDATOR)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def mailbox(address: str) -> str:
    """Where its email arrives, as far as can be told: without what many providers let anybody add
    after a plus. For limits only; for who somebody is, and where we write, the address counts."""
    name, _, domain = address.strip().lower().rpartition("@")
    bare = name.partition("+")[0] or name
    if domain in _ONE_PROVIDER:
        bare, domain = bare.replace(".", ""), _ONE_PROVIDER[0]
    return f"{bare}@{domain}"


def beside(address: str) -> tuple[str, ...]:
    """How all addresses end that may arrive in the same mailbox."""
    domain = address.strip().lower().rpartition("@")[2]
    return tuple(f"@{one}" for one in (_ONE_PROVIDER if domain in _ONE_PROVIDER else (domain,)))
