"""Pages of the chapter: the public check, and what an applicant sees."""

from __future__ import annotations

from award.applications.views import (
    answering,
    conflicts,
    eligibility,
    mine,
    signed_out,
    starting,
    submitting,
)
from award.applications.views.blueprint import blueprint

blueprints = [blueprint]

__all__ = [
    "answering",
    "blueprints",
    "conflicts",
    "eligibility",
    "mine",
    "signed_out",
    "starting",
    "submitting",
]
