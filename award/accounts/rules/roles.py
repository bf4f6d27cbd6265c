"""What roles are called, and what giving or taking one means for the person."""

from __future__ import annotations

from typing import Final

from award.foundation.policy import SECOND_FACTOR_ROLES, Role

LABELS: Final[dict[Role, tuple[str, str]]] = {
    Role.ASSESSOR: ("Assessor", "Scores the applications assigned to them"),
    Role.STAFF: ("Programme team", "Runs rounds and sees all applications"),
    Role.PUBLISHER: ("Publisher", "Edits and publishes case studies"),
    Role.AUDITOR: ("Auditor", "Reads everything, changes nothing"),
    Role.ADMIN: ("Administrator", "Manages accounts and roles"),
}
"""Name and meaning of each role that is given by hand."""

WEIGHTY: Final = frozenset({Role.STAFF, Role.AUDITOR, Role.ADMIN})
"""Roles that read everyone's work, or can give themselves the right to."""

_GIVING: Final = {
    Role.STAFF: "They can read every application that was sent, every score and every decision,"
    " set up rounds, and release decisions to applicants.",
    Role.AUDITOR: "They can read every application that was sent, every score and decision, who"
    " has an account, and the audit trail. They can change nothing, and can no longer apply.",
    Role.ADMIN: "They can open and suspend accounts, and give and take every role, their own too.",
    Role.ASSESSOR: "They can be asked to assess applications. Say next which panel they sit on.",
    Role.PUBLISHER: "They can edit case studies, publish them and take them down.",
}
_TAKING: Final = {
    Role.STAFF: "They can no longer open the applications, scores and decisions of others.",
    Role.AUDITOR: "They can no longer open the applications, scores and decisions of others, or"
    " the audit trail.",
    Role.ADMIN: "They can no longer open or suspend accounts, or change roles.",
    Role.ASSESSOR: "They can no longer open the applications that they were asked to assess."
    " Scores they submitted still count.",
    Role.PUBLISHER: "They can no longer edit or publish case studies.",
}


def label_of(role: Role) -> str:
    return LABELS[role][0] if role in LABELS else role.value.capitalize()


def giving_means(role: Role) -> list[str]:
    """What follows from giving the role, in sentences."""
    lines = [_GIVING.get(role, "")]
    if role in SECOND_FACTOR_ROLES:
        lines.append("The role counts once they have set up an authenticator app.")
    lines.append("They are signed out everywhere, and sign in again with the role.")
    return [line for line in lines if line]


def taking_means(role: Role) -> list[str]:
    """What follows from taking it away."""
    held = "It holds at once, and they are signed out everywhere. What they wrote stays."
    lines = [_TAKING.get(role, ""), held]
    return [line for line in lines if line]
