"""Every write about decisions."""

from __future__ import annotations

from award.decisions.services.bulk import (
    stage_funding_down_to_the_line,
    to_stage_down_to_the_line,
)
from award.decisions.services.refusals import NEW, next_free
from award.decisions.services.releasing import Released, release, release_or_ask
from award.decisions.services.staging import clear_decision, stage_decision

__all__ = [
    "NEW",
    "Released",
    "clear_decision",
    "next_free",
    "release",
    "release_or_ask",
    "stage_decision",
    "stage_funding_down_to_the_line",
    "to_stage_down_to_the_line",
]
