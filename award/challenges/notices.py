"""Word to those who decide, and the question to whoever left an address for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.challenges.models import Challenge
from award.challenges.queries.told import deciders
from award.foundation.outbox import ANSWERS, Notice, Recipient
from award.foundation.policy import Role


def _teller(challenge: Challenge) -> list[Recipient]:
    """The address alone: no name was asked for."""
    return [Recipient(challenge.email)]


def _deciders(_challenge: Challenge) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in deciders()]


def _code(challenge: Challenge) -> Mapping[str, Any]:
    return {"code": challenge.reference}


NOTICES = (
    Notice(
        "challenge.asked",
        recipients=_teller,
        context=lambda _challenge: {},
        says="Asks somebody back about the challenge that they told us of",
        because=ANSWERS,
        sample={
            "words": "Which records do you mean: care plans, or rotas?",
            "token": "sample",
            "until": datetime(2026, 12, 30, 10, tzinfo=UTC),
        },
    ),
    Notice(
        "challenge.reminded",
        recipients=_teller,
        context=lambda challenge: {"words": challenge.question},
        says="Asks somebody once more what we asked about the challenge that they told us of",
        because=ANSWERS,
        sample={
            "words": "Which records do you mean: care plans, or rotas?",
            "token": "sample",
            "until": datetime(2026, 12, 30, 10, tzinfo=UTC),
        },
    ),
    Notice(
        "challenge.unanswered",
        recipients=_deciders,
        context=_code,
        says="Tells the programme team that nobody answers what they asked about a challenge",
        roles=frozenset({Role.STAFF}),
        optional="Nobody answers what was asked about a challenge",
        sample={"code": "CHL-7K3F9Q"},
    ),
    Notice(
        "challenge.answered",
        recipients=_deciders,
        context=_code,
        says="Tells the programme team that what they asked about a challenge was answered",
        roles=frozenset({Role.STAFF}),
        optional="Somebody has answered what was asked about a challenge",
        sample={"code": "CHL-7K3F9Q"},
    ),
)
