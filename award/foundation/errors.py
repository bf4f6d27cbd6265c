"""What a service raises when it says no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")
Ticks = Collection[tuple[str, str]]
"""The answers to `Asked`: a field, and words of which somebody has said there that it isn't so."""
MOVED_ON = "This has changed since you opened the page"
"""For a button that has no form to show a refusal on, where nothing better is known."""


def there(thing: T | None, what: str) -> T:
    """The thing, which can only be missing by a fault of the program. Not an assert: those can
    be switched off."""
    if thing is None:
        raise LookupError(f"{what} should be there")
    return thing


class Refused(Exception):
    """A rule says no. `reason` is a sentence for the person; `field` names the form field, if any.

    No error message ends with a full stop, so that of a reason is dropped.

    One error handler shows it: as an error summary on the form the person came from,
    or on a page of its own.
    """

    def __init__(self, reason: str, *, field: str | None = None, rule: str | None = None) -> None:
        self.reason = reason if reason.endswith("..") else reason.removesuffix(".")
        super().__init__(self.reason)
        self.field = field
        self.rule = rule


class Asked(Refused):
    """A rule asks what only a person knows: `words` may stand in that field where they say that
    it isn't so, and in no other for it."""

    def __init__(self, reason: str, words: Sequence[str], *, field: str) -> None:
        super().__init__(reason, field=field, rule="asked")
        self.words = tuple(words)


class NotYet(Refused):
    """It is there, and opens at `opens_at`: nobody may use it before, and nothing is wrong."""

    def __init__(self, reason: str, opens_at: datetime) -> None:
        super().__init__(reason, rule="not_yet")
        self.opens_at = opens_at


class StaleVersion(Refused):
    """Somebody else saved this in the meantime."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            reason
            or "Someone else changed this while you had it open. Look at the newer version below, "
            "then make your change again.",
            rule="stale",
        )
