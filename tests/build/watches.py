"""What somebody follows, through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.watching.models import Watch
from award.watching.rules.kinds import Kind
from award.watching.services import following


def begun(
    asked: Mapping[str, Sequence[str]] | None = None,
    email: str = "ola@example.org",
    kind: Kind = Kind.SEARCH,
) -> Watch:
    """A committed one of a stranger that waits to be confirmed."""
    with transaction():
        return following.begin(asked or {}, email, actor=ANONYMOUS, kind=kind)


def followed(
    asked: Mapping[str, Sequence[str]] | None = None,
    email: str = "ola@example.org",
    kind: Kind = Kind.SEARCH,
) -> Watch:
    made = begun(asked, email, kind)
    with transaction():
        following.confirm(made, actor=ANONYMOUS)
    return made
