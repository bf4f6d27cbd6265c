"""Word to staff that somebody asks, and to them what is agreed. No need stands in either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from award.adjustments.models import Adjustment
from award.assessment.queries.reach import colleagues
from award.foundation.enough import Limit
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role

_CODE = "ADJ-7K3F9Q"


def _staff(adjustment: Adjustment) -> list[Recipient]:
    """Those who may meet the application, but whoever asks."""
    return [
        Recipient(one.email, one.name)
        for one in colleagues(Role.STAFF, adjustment.application_id)
        if one.id != adjustment.person_id
    ]


def _person(adjustment: Adjustment) -> list[Recipient]:
    return [Recipient(adjustment.person.email, adjustment.person.name)]


def _to_do(adjustment: Adjustment) -> Mapping[str, Any]:
    return {"code": adjustment.reference, "until": adjustment.due_at}


def _told(adjustment: Adjustment) -> Mapping[str, Any]:
    return {"code": adjustment.reference, "words": adjustment.agreed}


NOTICES = (
    Notice(
        "adjustment.asked",
        limit=Limit(in_all=100, to_one=10),
        recipients=_staff,
        context=_to_do,
        says="Tells staff that somebody asks for an adjustment, and by when to answer",
        roles=frozenset({Role.STAFF}),
        sample={"code": _CODE, "until": datetime(2026, 11, 9, 10, tzinfo=UTC)},
    ),
    Notice(
        "adjustment.answered",
        recipients=_person,
        context=_told,
        says="Tells whoever asked for an adjustment what is agreed",
        sample={"code": _CODE, "words": "You have until 12 December, and 25% more words."},
    ),
)
