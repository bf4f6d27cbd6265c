"""Word to assessors that a declaration ends, has lapsed or was never made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.interests.queries.reminding import Ending, Missing


def _one(found: Ending | Missing) -> list[Recipient]:
    return [Recipient(found.email, found.name)]


def _when(found: Ending) -> Mapping[str, Any]:
    return {"expires_on": found.expires_on}


_SAMPLE = {"expires_on": date(2026, 12, 18)}

NOTICES = (
    Notice(
        "interests.ending",
        recipients=_one,
        context=_when,
        says="Reminds an assessor that their declaration of interests lapses in three weeks",
        roles=frozenset({Role.ASSESSOR}),
        sample=_SAMPLE,
    ),
    Notice(
        "interests.lapsed",
        recipients=_one,
        context=_when,
        says="Tells an assessor that their declaration of interests has lapsed",
        roles=frozenset({Role.ASSESSOR}),
        sample=_SAMPLE,
    ),
    Notice(
        "interests.missing",
        recipients=_one,
        context=lambda _: {},
        says="Asks an assessor who never declared their interests to do so",
        roles=frozenset({Role.ASSESSOR}),
        sample={},
    ),
)
