"""What counts as an email address: the same here as where people sign in."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def as_address(text: str) -> str | None:
    """The address in the one form we keep it, in small letters, or None when it is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()
