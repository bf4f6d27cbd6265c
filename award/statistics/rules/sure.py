"""How sure the line is, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from award.statistics.rules.reasons import FOR_ALL

if TYPE_CHECKING:
    from award.statistics.rules.report import Report

FAR_APART: Final = 5
"""Points of a hundred by which two shares of wrong selections are worth a word."""


def no_chances(report: Report, *, first_stage: bool) -> str:
    """Why nothing is said of the line; "" where something is."""
    if report.places is None:
        if report.chance_reason == FOR_ALL:
            return "There is no line: the money reaches all that can stand above one."
        if first_stage:
            return "There is no line: a first stage decides about no money."
        return (
            "There is no line: no application that the money could reach meets the threshold yet."
        )
    if not report.chance_reason:
        return ""
    if report.chance_reason == report.severity_reason:
        return "Not said, for the reason above."
    return f"Not said: {report.chance_reason}."


def wrong(report: Report) -> str:
    """How many above the line would not be among the truly best, and which number to go by where
    two ways differ; "" where nothing is known."""
    if report.wrong_by_chances is None:
        return ""
    chances = round(100 * report.wrong_by_chances)
    said = (
        f"By these chances, about {chances} of 100 above the line would not be among the truly "
        "best; at best, since scores may be of something else than what matters."
    )
    if report.expected_wrong_share is None:
        return said
    formula = round(100 * report.expected_wrong_share)
    if abs(chances - formula) < FAR_APART:
        return said
    here = (
        "a gap lies at the line, or a few stand far from the rest"
        if formula > chances
        else "many crowd at the line"
    )
    return (
        f"{said} Their agreement and the number of places alone would let one expect {formula}, if "
        f"worth were spread like a bell. Here {here}, so go by the chances."
    )
