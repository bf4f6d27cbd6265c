"""What is asked of whoever applies: about themselves, and about what applying cost them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from award.applications.rules.states import DECIDED, ApplicationState

NOT_SAID: Final = "not_said"
"""They would rather not say; also whoever was not asked or did not answer: the two are one group,
so that no table tells how many did which."""

ABOUT_YOU: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "age": (
        "How old are you?",
        {
            "under_25": "Under 25", "25_34": "25 to 34", "35_44": "35 to 44", "45_54": "45 to 54",
            "55_64": "55 to 64", "65_over": "65 or over",
        },
    ),
    "sex": ("What is your sex?", {"female": "Female", "male": "Male"}),
    "ethnicity": (
        "What is your ethnic group?",
        {
            "asian": "Asian or Asian British",
            "black": "Black, Black British, Caribbean or African",
            "mixed": "Mixed or multiple ethnic groups",
            "white": "White",
            "other": "Another ethnic group",
        },
    ),
    "disability": (
        "Do you have a physical or mental health condition that has lasted, or will last, for 12 "
        "months or more?",
        {"yes": "Yes", "no": "No"},
    ),
}  # fmt: skip
TITLES: Final = {
    "age": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "disability": "Long-term condition or disability",
    "org_type": "Kind of organisation",
    "size": "Size of organisation",
    "region": "Region",
}

SIZES: Final = {
    "1_9": "1 to 9 people",
    "10_49": "10 to 49 people",
    "50_249": "50 to 249 people",
    "250_over": "250 people or more",
}


class Moment(StrEnum):
    """When somebody is asked what it cost."""

    SUBMITTED = "submitted"
    DECIDED = "decided"


def moment_of(state: ApplicationState) -> Moment:
    """Which of the two it is for an application in this state."""
    return Moment.DECIDED if state in DECIDED else Moment.SUBMITTED


class Again(StrEnum):
    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


AGAIN: Final = {Again.YES: "Yes", Again.PERHAPS: "Perhaps", Again.NO: "No"}
MOST_HOURS: Final = 2000
HELPED_WORDS: Final = 100
