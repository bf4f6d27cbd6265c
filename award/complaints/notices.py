"""Letters to whoever complained, and word to those who deal with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.complaints.models import Complaint
from award.complaints.queries import HANDLED_BY, readers
from award.foundation.outbox import ANSWERS, Notice, Recipient
from award.foundation.policy import Role

_ABOUT = {"code": "CMP-7K3F9Q", "day": datetime(2026, 11, 3, 10, tzinfo=UTC)}
_UNTIL = {"until": datetime(2026, 12, 3, 10, tzinfo=UTC)}
_SAID = {"words": "We have asked for the records of that day, and write again by 20 November."}


def _nobody_by_name(complaint: Complaint) -> list[Recipient]:
    """The address alone: who typed a name need not be whose address it is."""
    return [Recipient(complaint.email)] if complaint.email else []


def _writer(complaint: Complaint) -> list[Recipient]:
    """By email where they gave an address; else staff print the letter from its page."""
    return [Recipient(complaint.email, complaint.name)] if complaint.email else []


def _handlers(complaint: Complaint) -> list[Recipient]:
    """Where nobody is left who could, those who read it: the clock never runs unseen."""
    deal = [one for one in readers(*HANDLED_BY) if one.id not in complaint.named_ids]
    read = deal or [one for one in readers() if one.id not in complaint.named_ids]
    return [Recipient(one.email, one.name) for one in read]


def _facts(complaint: Complaint) -> Mapping[str, Any]:
    return {
        "code": complaint.reference,
        "day": complaint.received_at,
        "until": complaint.due_at,
    }


def _to_do(complaint: Complaint) -> Mapping[str, Any]:
    return {"code": complaint.reference, "until": complaint.due_at}


def _about(complaint: Complaint) -> Mapping[str, Any]:
    return {"code": complaint.reference, "day": complaint.received_at}


NOTICES = (
    Notice(
        "complaint.received",
        recipients=_nobody_by_name,
        context=_facts,
        says="Tells somebody at once that their complaint has arrived, and its reference",
        because=ANSWERS,
        sample={**_ABOUT, **_UNTIL},
    ),
    Notice(
        "complaint.came_in",
        recipients=_handlers,
        context=_to_do,
        says="Tells staff and administrators, but those it is about, that there is a complaint",
        roles=frozenset({Role.STAFF, Role.ADMIN}),
        because=ANSWERS,
        sample={"code": "CMP-7K3F9Q", **_UNTIL},
    ),
    Notice(
        "complaint.nearly_due",
        recipients=_handlers,
        context=_facts,
        says="Reminds them of one that nobody acknowledged, a week before it would be late",
        roles=frozenset({Role.STAFF, Role.ADMIN}),
        sample={**_ABOUT, **_UNTIL},
    ),
    Notice(
        "complaint.acknowledged",
        recipients=_writer,
        context=_about,
        says="Acknowledges a complaint, in the words of whoever deals with it",
        because=ANSWERS,
        sample={**_ABOUT, **_SAID},
    ),
    Notice(
        "complaint.answered",
        recipients=_writer,
        context=_about,
        says="Tells the outcome of a complaint, and where else to turn",
        because=ANSWERS,
        sample={
            **_ABOUT,
            "words": "The email went to an old address. We have put that right and are sorry.",
            "finding": "upheld",
        },
    ),
)
