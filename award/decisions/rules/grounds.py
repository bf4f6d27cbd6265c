"""The grounds of a refusal: what each is called by staff, and what it says to the applicant."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    THRESHOLD = "threshold"
    MAJORITY = "majority"
    MONEY = "money"
    PLACES = "places"
    SHEETS = "sheets"
    SCOPE = "scope"
    INELIGIBLE = "ineligible"
    SUPPORT = "support"
    UNRECORDED = "unrecorded"


GROUNDS = {
    Ground.THRESHOLD: "Below the threshold",
    Ground.MAJORITY: "No majority",
    Ground.MONEY: "The money doesn’t reach it",
    Ground.PLACES: "More met the threshold than can be invited",
    Ground.SHEETS: "Too few assessments",
    Ground.SCOPE: "Out of scope",
    Ground.INELIGIBLE: "Not eligible",
    Ground.SUPPORT: "Support withdrawn",
    Ground.UNRECORDED: "Not recorded",
}
CHOSEN = (Ground.SCOPE, Ground.INELIGIBLE, Ground.SUPPORT)
"""What people find out, whatever the scores say; the others follow from the ranking."""
ON_MERIT = (Ground.MONEY, Ground.PLACES)
"""Of what met the threshold: another year it might have gone otherwise."""

REASONS = {
    Ground.THRESHOLD: "The reason is its score: it is below the threshold that this round set "
    "before it opened.",
    Ground.MAJORITY: "The reason is the assessors’ votes: more than half of them have to find an "
    "application in scope, and more than half to recommend it. That was not so here.",
    Ground.MONEY: "It met the threshold. The reason is the money: this round’s budget did not "
    "reach it.",
    Ground.PLACES: "It met the threshold. The reason is the number of places: more applications "
    "met it than can be invited on.",
    Ground.SHEETS: "The reason is that too few assessments of it were complete, so it could not "
    "be compared with the others. That says nothing of how good it is.",
    Ground.SCOPE: "The reason is its scope: it is not what this round is for.",
    Ground.INELIGIBLE: "The reason is eligibility: it does not meet the conditions for applying "
    "to this round.",
    Ground.SUPPORT: "The reason is that support which it depends on was withdrawn.",
    Ground.UNRECORDED: "Why was not recorded in a form that can be shown here. You can ask the "
    "programme team.",
}
"""The sentence in the letter and on the outcome's page."""
WHEN_PRAISED = {
    Ground.THRESHOLD: "Comments can read well even where a score fell short.",
    Ground.MAJORITY: "Comments can read well even where most assessors did not recommend an "
    "application.",
    Ground.MONEY: "An application that assessors thought well of can still fall below the line.",
    Ground.PLACES: "An application that assessors thought well of can still fall below the line.",
}
"""Beside what assessors said, where it could seem to say otherwise."""


def reason_of(ground: Ground | None) -> str:
    return REASONS[ground or Ground.UNRECORDED]


def when_praised(ground: Ground | None) -> str:
    return WHEN_PRAISED.get(ground, "") if ground else ""
