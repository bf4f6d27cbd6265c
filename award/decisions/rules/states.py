"""What a decision goes through: staged in confidence, released to everybody at once."""

from __future__ import annotations

from datetime import datetime

from award.foundation.workflow import Machine, State, Transition
from award.rounds.rules.stages import Stage, Timed, stage_of

DECIDABLE = ("submitted", "in_assessment", "assessed")
"""States of an application about which a decision can be staged."""

STILL_OPEN = "The round can still receive applications, so there is no funding line yet."


def open_to_decide(round_: Timed, now: datetime) -> bool:
    """Has the round closed? Until then nobody knows whom an application is up against."""
    return stage_of(round_, now) is Stage.CLOSED


APPLICATION_ACTION = {"fund": "award", "reserve": "reserve", "reject": "reject"}
"""What releasing an outcome does to the application."""

OUTCOMES = {"fund": "Fund", "reserve": "Reserve", "reject": "Do not fund"}
OUTCOME_COLOURS = {"fund": "green", "reserve": "yellow", "reject": "grey"}

MACHINE = Machine(
    kind="decision",
    start="staged",
    states={
        "staged": State("Staged", "Being assessed", "yellow"),
        "released": State("Released", "Decided", "green"),
    },
    transitions=(Transition("staged", "release", "released", "decision.release", "Release"),),
)
