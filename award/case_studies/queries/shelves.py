"""Where a case study stands in the lists of those who work on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case

from award.case_studies.models import CaseStudy
from award.case_studies.queries.history import said_last
from award.case_studies.rules.machine import ASK, CHANGES_ASKED
from award.case_studies.rules.states import StudyState

shelf_now = case(
    ((CaseStudy.state == StudyState.DRAFT) & (said_last() == ASK), CHANGES_ASKED),
    else_=CaseStudy.state,
)


def stands_on(shelf: object) -> ColumnElement[bool]:
    """SQL over CaseStudy: what is public stands on the shelf of the published, also while its next
    version is made, and on the shelf of that as well."""
    if shelf == StudyState.PUBLISHED:
        return CaseStudy.published_revision_id.is_not(None)
    if shelf in (StudyState.DRAFT, CHANGES_ASKED):  # of the few drafts, not of all there are
        return (CaseStudy.state == StudyState.DRAFT) & (shelf_now == shelf)
    return CaseStudy.state == shelf


@dataclass(frozen=True)
class Shelves:
    """How many stand on each; every shelf has a count, so that an empty one can say so. `revised`:
    how many of the published have a next version that is being made."""

    every: int
    counts: Mapping[str, int]
    revised: int
