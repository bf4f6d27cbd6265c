"""Followed searches, through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.watching.models import Watch
from award.watching.services import following


def begun(
    asked: Mapping[str, Sequence[str]] | None = None, email: str = "ola@example.org"
) -> Watch:
    """A committed one of a stranger that waits to be confirmed."""
    with transaction():
        return following.begin(asked or {}, email, actor=ANONYMOUS)


def followed(
    asked: Mapping[str, Sequence[str]] | None = None, email: str = "ola@example.org"
) -> Watch:
    made = begun(asked, email)
    with transaction():
        following.confirm(made, actor=ANONYMOUS)
    return made
