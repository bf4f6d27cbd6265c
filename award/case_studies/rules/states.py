"""What a case study can be, and the groups of states that the service speaks of."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final


class StudyState(StrEnum):
    DRAFT = "draft"
    WITH_APPLICANT = "with_applicant"
    APPROVED = "approved"
    PUBLISHED = "published"
    ARCHIVED = "archived"


SHOWN_TO_LEAD: Final = frozenset(
    {StudyState.WITH_APPLICANT, StudyState.APPROVED, StudyState.PUBLISHED}
)
"""Its text was sent to the lead. A draft, or one archived while a draft, was not."""
WITH_THE_TEAM: Final = frozenset({StudyState.DRAFT, StudyState.ARCHIVED})
PERHAPS_NOT_AGREED: Final = frozenset(
    {StudyState.DRAFT, StudyState.WITH_APPLICANT, StudyState.ARCHIVED}
)
"""It may lack somebody's agreement; in every other state it has it."""


def speaker(study: Any) -> str:
    """What those who work on it call the one person who agrees it and is asked about it."""
    return "the lead applicant" if study.application_id else "the person who shared it"


def nobody(study: Any) -> str:
    """Why there is nobody to agree it or to be asked, where it isn't `reachable`."""
    if study.application_id:
        return "the lead applicant’s account is suspended"
    return "we no longer know who shared it"


def reachable(study: Any) -> bool:
    """Is there somebody who can agree it and be asked: its lead, or whoever shared it? Both are
    loaded."""
    if study.share is not None:
        return study.share.forgotten_at is None
    return study.application is not None and study.application.lead.active
