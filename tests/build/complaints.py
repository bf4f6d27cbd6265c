"""Complaints, through the services."""

from __future__ import annotations

from typing import Any

from award.complaints.models import Complaint
from award.complaints.services import ComplaintValues, acknowledge, answer, complain
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from tests.build.accounts import actor_of, user


def complaint(**values: Any) -> Complaint:
    """A committed complaint of a stranger."""
    said = {
        "concerns": "service",
        "what": "The page lost what I had typed",
        "name": "Ola Stranger",
        "email": "ola@example.org",
        **values,
    }
    with transaction():
        return complain(ComplaintValues(**said), actor=ANONYMOUS)


def answered(**values: Any) -> Complaint:
    """A committed complaint that somebody of staff has acknowledged and answered."""
    made, actor = complaint(**values), actor_of(user())
    with transaction():
        acknowledge(made, words="We look into it", actor=actor)
    with transaction():
        answer(made, outcome="upheld", words="We have put it right", actor=actor)
    return made
