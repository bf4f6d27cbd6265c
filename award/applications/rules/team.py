"""Who may be asked to work on an application, how often, and for how long a link is good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, Protocol

from award.applications.rules.states import CoApplicantState, CollaboratorRole
from award.foundation.clock import london

GOOD_FOR: Final = timedelta(days=14)
"""Of a link in an invitation."""
MOST_PEOPLE: Final = 25
"""On one application, beside the lead, with those who are invited."""
MOST_A_DAY: Final = 20
"""Invitations that one person may send: they are letters to strangers."""
MOST_TIMES: Final = 5
"""That one invitation is sent."""
AGAIN_AFTER: Final = timedelta(minutes=5)

MOST_CO_APPLICANTS: Final = 15

PARTS: Final[dict[CollaboratorRole | None, str]] = {
    None: "Lead",
    CollaboratorRole.EDITOR: "Editor",
    CollaboratorRole.VIEWER: "Viewer",
}
MEANS: Final[dict[CollaboratorRole, str]] = {
    CollaboratorRole.EDITOR: "Reads and writes the answers. Can’t submit, withdraw or invite",
    CollaboratorRole.VIEWER: "Reads the answers and can’t change them",
}
DOES: Final[dict[CollaboratorRole, str]] = {
    CollaboratorRole.EDITOR: "read the answers and write in them",
    CollaboratorRole.VIEWER: "read the answers",
}


class Asked(Protocol):
    """An organisation that was asked to confirm."""

    @property
    def organisation(self) -> Any: ...
    @property
    def email(self) -> Any: ...
    @property
    def state(self) -> Any: ...
    @property
    def sent_at(self) -> Any: ...


def unconfirmed(one: Asked) -> str:
    """What stands in the way of submitting, with who was asked and when."""
    if one.state == CoApplicantState.DECLINED:
        return f"{one.organisation} has said that it does not take part"
    at = london(one.sent_at)
    when = f"{at.day} {at:%B}"
    return f"{one.organisation} has not confirmed yet: {one.email} was asked on {when}"
