"""Letters to whoever asked, and word to those who answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.enquiries.models import Enquiry
from award.enquiries.queries import handlers
from award.foundation.outbox import ANSWERS, Notice, Recipient
from award.foundation.policy import Role

_SAMPLE = {
    "code": "ENQ-7K3F9Q",
    "round_title": "Round 1",
    "until": datetime(2026, 12, 3, 10, tzinfo=UTC),
}


def _nobody_by_name(enquiry: Enquiry) -> list[Recipient]:
    """The address alone: who typed a name need not be whose address it is."""
    return [Recipient(enquiry.email)]


def _writer(enquiry: Enquiry) -> list[Recipient]:
    return [Recipient(enquiry.email, enquiry.name)]


def _handlers(_enquiry: Enquiry) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in handlers()]


def _facts(enquiry: Enquiry) -> Mapping[str, Any]:
    return {
        "code": enquiry.reference,
        "round_title": enquiry.round.title,
        "until": enquiry.due_at,
    }


def _round(enquiry: Enquiry) -> Mapping[str, Any]:
    return {"round_title": enquiry.round.title}


NOTICES = (
    Notice(
        "enquiry.confirm",
        recipients=_nobody_by_name,
        context=_round,
        says="Asks whoever has an address to confirm the enquiry that was sent with it",
        because=ANSWERS,
        sample={
            "round_title": "Round 1",
            "token": "sample",
            "until": datetime(2026, 11, 30, 10, tzinfo=UTC),
        },
    ),
    Notice(
        "enquiry.received",
        recipients=_nobody_by_name,
        context=_facts,
        says="Tells somebody at once that their enquiry has arrived, and its reference",
        because=ANSWERS,
        sample=_SAMPLE,
    ),
    Notice(
        "enquiry.came_in",
        recipients=_handlers,
        context=_facts,
        says="Tells the programme team that somebody asks whether an idea fits a round",
        roles=frozenset({Role.STAFF}),
        optional="Somebody has asked whether an idea fits a round",
        sample=_SAMPLE,
    ),
    Notice(
        "enquiry.answered",
        recipients=_writer,
        context=_facts,
        says="Answers an enquiry, in the words of whoever deals with it",
        because=ANSWERS,
        sample={
            "code": "ENQ-7K3F9Q",
            "round_title": "Round 1",
            "words": "Your idea fits the round: it is for people who live at home.",
        },
    ),
)
