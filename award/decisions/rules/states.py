"""What a decision goes through: staged in confidence, released to everybody at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from award.applications.rules.states import ASSESSABLE
from award.foundation.workflow import Machine, State, Transition
from award.rounds.rules.stages import Stage, Timed, stage_of


class DecisionState(StrEnum):
    STAGED = "staged"
    RELEASED = "released"


class Outcome(StrEnum):
    INVITE = "invite"
    FUND = "fund"
    RESERVE = "reserve"
    REJECT = "reject"


DECIDABLE = ASSESSABLE
"""States of an application about which a decision can be staged."""

NOTE_WORDS = 600
"""The most words of a decision’s note: a meeting’s minute stands in it beside what staff wrote."""

STILL_OPEN = "The round can still receive applications, so there is no funding line yet."


def open_to_decide(round_: Timed, now: datetime) -> bool:
    """Has the round closed? Until then nobody knows whom an application is up against."""
    return stage_of(round_, now) is Stage.CLOSED


APPLICATION_ACTION = {
    Outcome.INVITE: "invite",
    Outcome.FUND: "award",
    Outcome.RESERVE: "reserve",
    Outcome.REJECT: "reject",
}
"""What releasing an outcome does to the application."""

OUTCOMES = {
    Outcome.INVITE: "Invite",
    Outcome.FUND: "Fund",
    Outcome.RESERVE: "Reserve",
    Outcome.REJECT: "Do not fund",
}
OUTCOME_COLOURS = {
    Outcome.INVITE: "green",
    Outcome.FUND: "green",
    Outcome.RESERVE: "yellow",
    Outcome.REJECT: "grey",
}


def outcomes_of(*, first_stage: bool) -> dict[Outcome, str]:
    """What can be decided in a round: a first stage invites, and awards nothing."""
    other = Outcome.FUND if first_stage else Outcome.INVITE
    found = {outcome: words for outcome, words in OUTCOMES.items() if outcome != other}
    return found | ({Outcome.REJECT: "Do not invite"} if first_stage else {})


DECISION = Machine(
    kind="decision",
    start=DecisionState.STAGED,
    states={
        DecisionState.STAGED: State("Staged", "Being assessed", "yellow"),
        DecisionState.RELEASED: State("Released", "Decided", "green"),
    },
    transitions=(
        Transition(
            DecisionState.STAGED, "release", DecisionState.RELEASED, "decision.release", "Release"
        ),
    ),
)
