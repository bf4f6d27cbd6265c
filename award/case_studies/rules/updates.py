"""What has become of a published project since: written, agreed like the text is, and published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition


class UpdateState(StrEnum):
    WITH_TEAM = "with_team"
    AGREED = "agreed"
    PUBLISHED = "published"
    DECLINED = "declined"
    TAKEN_DOWN = "taken_down"


class About(StrEnum):
    OUTCOME = "outcome"
    DID_NOT_WORK = "did_not_work"
    CHANGED = "changed"


ABOUT: Final[Mapping[About, str]] = {
    About.OUTCOME: "What came of it",
    About.DID_NOT_WORK: "What did not work",
    About.CHANGED: "What has changed",
}
WORDS: Final = 300
HEADING: Final = 120
REASON_WORDS: Final = 200
AGREE, PUBLISH = "study_update.agree", "study_update.publish"


def public(update: Any, _actor: Actor, _context: object) -> str | None:
    """It stands on a page that there is."""
    return None if update.study.public else "Its case study is not public."


@dataclass(frozen=True)
class Hidden:
    """Why an update is ended: the page that it stood on, or would have, is taken down."""


def goes_along(_update: Any, _actor: Actor, context: object) -> str | None:
    """Nobody chooses it by itself."""
    return None if isinstance(context, Hidden) else "Its case study is not being taken down."


END, GOES = "study_update.end", "go_along"
GOING: Final = {UpdateState.PUBLISHED, UpdateState.AGREED}
"""What goes along with a case study that is taken down, and stays away when that is public again.
Consent to it went with the rest; its words can't be changed to fit the text that comes then; and
nobody would have read it beside that. What is still true stands in the new text, or is told by
another update."""


S = UpdateState
STUDY_UPDATE = Machine(
    kind="study_update",
    start=S.WITH_TEAM,
    states={
        S.WITH_TEAM: State("With the project team", "For you to read", "yellow"),
        S.AGREED: State("To publish", "Agreed, not yet public", "blue"),
        S.PUBLISHED: State("Published", "Public", "green"),
        S.DECLINED: State("Not published", "Not published", "grey"),
        S.TAKEN_DOWN: State("Taken down", "Not public any more", "white"),
    },
    transitions=(
        Transition(S.WITH_TEAM, "agree", S.AGREED, AGREE, "Agree that it is published",
                   guards=(public,), notices=("study_update.agreed",)),
        Transition(S.WITH_TEAM, "decline", S.DECLINED, AGREE, "Say no, and why",
                   notices=("study_update.declined",), reason_required=True),
        Transition(S.AGREED, "publish", S.PUBLISHED, PUBLISH, "Publish", guards=(public,),
                   notices=("study_update.published",)),
        Transition(S.AGREED, "set_aside", S.DECLINED, PUBLISH, "Don’t publish it, and say why",
                   notices=("study_update.set_aside",), reason_required=True),
        Transition(S.PUBLISHED, "take_down", S.TAKEN_DOWN, PUBLISH, "Take it down, and say why",
                   notices=("study_update.taken_down",), reason_required=True),
        Transition(S.PUBLISHED, "withdraw", S.TAKEN_DOWN, AGREE, "Take it back",
                   notices=("study_update.withdrawn",)),
        Transition(S.AGREED, "withdraw", S.DECLINED, AGREE, "Take it back",
                   notices=("study_update.withdrawn",)),
        Transition(S.PUBLISHED, GOES, S.TAKEN_DOWN, END, "Goes with its case study",
                   guards=(goes_along,)),
        Transition(S.AGREED, GOES, S.DECLINED, END, "Goes with its case study",
                   guards=(goes_along,)),
    ),
)  # fmt: skip
