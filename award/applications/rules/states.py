"""What an application can be, and the groups of states that the service speaks of."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_ASSESSMENT = "in_assessment"
    ASSESSED = "assessed"
    INVITED = "invited"
    AWARDED = "awarded"
    RESERVED = "reserved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ASSESSABLE: Final = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.IN_ASSESSMENT, ApplicationState.ASSESSED}
)
"""It can be assigned, scored and decided about."""
BEFORE_DECISION: Final = frozenset({ApplicationState.DRAFT, *ASSESSABLE})
DECIDED: Final = frozenset(
    {
        ApplicationState.INVITED,
        ApplicationState.AWARDED,
        ApplicationState.RESERVED,
        ApplicationState.REJECTED,
    }
)
READABLE: Final = frozenset({*ASSESSABLE, *DECIDED})
"""It was submitted and not withdrawn."""
PERHAPS_UNSENT: Final = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
"""It may never have been submitted; in every other state it was."""


class ReopeningState(StrEnum):
    """What became of a submitted application that may be changed for a while."""

    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"
    LAPSED = "lapsed"


class ReopeningKind(StrEnum):
    """Who opened it: its own lead, or staff who ask about some of its questions."""

    OWN = "own"
    CHANGE_REQUEST = "change_request"


class ExtensionKind(StrEnum):
    """Why one application stays open longer than its round."""

    CIRCUMSTANCES = "circumstances"
    ADJUSTMENT = "adjustment"
    FAULT = "fault"


class FileState(StrEnum):
    """How far an uploaded file is on its way to its readers."""

    SCANNING = "scanning"
    CLEAN = "clean"
    UNSCANNED = "unscanned"
    QUARANTINED = "quarantined"
    FAILED = "failed"


TO_SCAN: Final = frozenset({FileState.SCANNING, FileState.UNSCANNED, FileState.FAILED})
"""By a scanner that there may not have been before, or that may know more now."""
USABLE: Final = frozenset({FileState.CLEAN, FileState.UNSCANNED})
"""Readers may have it; without a scanner nobody can know more."""


def readied(state: FileState, looked_at: object | None) -> bool:
    """Is the worker still to look into a file that nothing holds back?"""
    return state in USABLE and looked_at is None


class CollaboratorRole(StrEnum):
    """What somebody may do with an application that another person leads."""

    EDITOR = "editor"
    VIEWER = "viewer"


class CollaboratorState(StrEnum):
    """From the invitation to the end. LEADS: the person became the lead."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    REMOVED = "removed"
    LEFT = "left"
    LEADS = "leads"


class CoApplicantState(StrEnum):
    """How an organisation that applies with the lead's has answered."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class RequestState(StrEnum):
    """What became of "please answer this section"."""

    WAITING = "waiting"
    DONE = "done"
    TAKEN_BACK = "taken_back"


ON_THE_TEAM: Final = frozenset({CollaboratorState.INVITED, CollaboratorState.ACCEPTED})
"""Not over yet; who was invited isn't in before they accept."""
