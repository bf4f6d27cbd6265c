"""Emails that there is a message. What it says stands on its page alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.queries.team import people_of
from award.assessment.queries.reach import colleagues
from award.foundation.enough import Limit
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.messages.models import Thread

_SAMPLE = {"reference": "AIA-7K3F9Q", "number": 1}


def _team(thread: Thread) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in colleagues(Role.STAFF, thread.application_id)]


def _applicants(thread: Thread) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in people_of(thread.application_id)]


def _about(thread: Thread) -> Mapping[str, Any]:
    return {"reference": thread.application.reference, "number": thread.number}


NOTICES = (
    Notice(
        "message.to_team",
        limit=Limit(in_all=400, to_one=40),
        recipients=_team,
        context=_about,
        says="Tells the programme team that the people of an application have written",
        roles=frozenset({Role.STAFF}),
        optional="Applicants have written to the programme team",
        sample=_SAMPLE,
    ),
    Notice(
        "message.to_applicants",
        recipients=_applicants,
        context=_about,
        says="Tells those who write an application that the programme team has written to them",
        sample=_SAMPLE,
    ),
)
