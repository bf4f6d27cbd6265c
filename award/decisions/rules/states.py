"""What a decision goes through: staged in confidence, released to everybody at once."""

from __future__ import annotations

from award.foundation import workflow
from award.foundation.workflow import Machine, State, Transition

DECIDABLE = ("submitted", "in_assessment", "assessed")
"""States of an application about which a decision can be staged."""

APPLICATION_ACTION = {"fund": "award", "reserve": "reserve", "reject": "reject"}
"""What releasing an outcome does to the application."""

OUTCOMES = {"fund": "Fund", "reserve": "Reserve", "reject": "Do not fund"}
OUTCOME_COLOURS = {"fund": "green", "reserve": "yellow", "reject": "grey"}

MACHINE = workflow.register(
    Machine(
        kind="decision",
        start="staged",
        states={
            "staged": State("Staged", "Being assessed", "yellow"),
            "released": State("Released", "Decided", "green"),
        },
        transitions=(Transition("staged", "release", "released", "decision.release", "Release"),),
    )
)
