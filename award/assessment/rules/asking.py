"""Who can't be asked to assess what, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.rules.panels import POOLS
from award.assessment.rules.states import ACTIVE, ASKED_AGAIN, AssignmentState
from award.interests.rules.conflicts import Tie


@dataclass(frozen=True)
class AskManyArguments:
    """What asking is asked for with, when it is a job: by the number of each person, as text, the
    applications they are asked for. `because`: why, by number and reference."""

    round_reference: str
    references: dict[str, list[str]]
    because: dict[str, str]


MOST_ALIASES = 26
NO_ASSESSOR = "{} can’t be asked to assess any more"
ALL_DEALT = "At most 26 people can be asked for one application."
_BELONGS, _HAS_IT, _CONFLICT, _MAY_CONFLICT, _READ = (
    "{} belongs to the applicant",
    "{} has this application already",
    "{} has a conflict of interest",
    "{} may have a conflict of interest: decide about it first",
    "{} chairs or chaired this round, and could read the other sheets already",
)
_OTHER_PANEL = {
    "professional": "{} is on the lived-experience panel, and the sheet is a professional’s",
    "lived_experience": "{} is on the professional panel, and the sheet is lived experience’s",
}
"""By the panel whose sheet it is."""
_NONE_WANTED = {
    panel: f"{{}} is on the {POOLS[panel]}, of which no application needs a sheet: ask them for "
    "every application, or for one each"
    for panel in _OTHER_PANEL
}
OF_PEOPLE = (
    _BELONGS, _HAS_IT, _CONFLICT, _MAY_CONFLICT, _READ, *_OTHER_PANEL.values(),
    *_NONE_WANTED.values(),
)  # fmt: skip
"""Reasons that name somebody."""
NOT_ASSESSED = "Only an application that is submitted and not decided can be assigned."


class Apart(StrEnum):
    """What keeps somebody who moderates from scoring: they said that they have a conflict, or
    sheets of others were theirs to read."""

    STEPPED_BACK = "stepped_back"
    READ = "read"


def may_conflict(name: str) -> str:
    """What `why_not` says of who may have a conflict, where nothing else is in the way before."""
    return _MAY_CONFLICT.format(name)


def already_has(name: str) -> str:
    """What `why_not` says of who has it."""
    return _HAS_IT.format(name)


def other_panel(name: str, panel: str) -> str:
    """Why a sheet of `panel` isn't handed on to somebody of the other one."""
    return _OTHER_PANEL[panel].format(name)


def none_wanted(name: str, panel: str) -> str:
    """Why somebody isn't asked to fill what an application needs: nothing of it is from `panel`."""
    return _NONE_WANTED[panel].format(name)


def why_not(
    name: str,
    application_state: ApplicationState,
    *,
    belongs: bool,
    held: AssignmentState | None,
    dealt: Collection[str] = (),
    tie: Tie | None = None,
    apart: Apart | None = None,
) -> str | None:
    """Why somebody who may assess can't be asked to assess this application; None if they can.

    `belongs`: to the applicant's people. `held`: the state of their assignment to it, if any.
    `dealt`: aliases that others have on it. `tie`: what was worked out between them. `apart`: what
    they were there as one who moderates.
    """
    if application_state not in ASSESSABLE:
        return NOT_ASSESSED
    if belongs:
        return _BELONGS.format(name)
    if held in ACTIVE:
        return _HAS_IT.format(name)
    conflicted = (held and held not in ASKED_AGAIN) or (tie and tie.hard)
    if conflicted or apart == Apart.STEPPED_BACK:
        return _CONFLICT.format(name)
    if apart == Apart.READ:
        return _READ.format(name)
    if tie and tie.open:
        return _MAY_CONFLICT.format(name)
    return ALL_DEALT if held is None and len(dealt) >= MOST_ALIASES else None
