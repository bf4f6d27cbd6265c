"""The words that case studies are labelled with, and found by.

Stages, kinds of AI and regions follow the finder of the national record of algorithms, settings
and people the questions of the programme. Stage and evidence carry the plain words that the
public reads in place of the record's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from award.accounts.rules.organisations import ENGLISH_REGIONS, TYPES


@dataclass(frozen=True)
class Stage:
    """How far along the work is. `says` completes "not an endorsement" on the public page."""

    label: str
    says: str
    colour: str


STAGES: Final[Mapping[str, Stage]] = {
    "pre_deployment": Stage(
        "In development", "It is being developed and is not in use with people yet.", "grey"
    ),
    "beta_pilot": Stage("Pilot", "It is being tried out in a few places.", "yellow"),
    "private_beta": Stage(
        "Limited trial", "It is in use with an invited group while it is being tested.", "yellow"
    ),
    "public_beta": Stage(
        "Open trial", "It is open to anyone it is meant for while it is being tested.", "blue"
    ),
    "production": Stage("In everyday use", "It is part of everyday work.", "green"),
    "retired": Stage("No longer in use", "It has been stopped.", "red"),
}

EVIDENCE: Final[Mapping[str, tuple[str, str]]] = {
    "none_yet": ("No results yet", "Nothing has been measured so far."),
    "staff_feedback": (
        "What people told the project",
        "People who used it said what they thought. Nothing was measured.",
    ),
    "before_and_after": (
        "Measured before and after",
        "The same things were measured before it was used and again later. Something else may "
        "have caused the difference.",
    ),
    "comparison_group": (
        "Compared with a similar group",
        "People or places that used it were compared with similar ones that did not.",
    ),
    "independent_evaluation": (
        "Independently evaluated",
        "Somebody other than the project team checked the results.",
    ),
}

SETTINGS: Final[Mapping[str, str]] = {
    "homecare": "Homecare",
    "live_in": "Live-in care",
    "residential_home": "Care home without nursing",
    "nursing_home": "Care home with nursing",
    "extra_care": "Extra care housing",
    "supported_living": "Supported living",
    "sheltered_housing": "Sheltered housing",
    "shared_lives": "Shared Lives",
    "reablement": "Reablement or intermediate care",
    "day_services": "Day services",
    "community_equipment": "Community equipment or technology-enabled care",
    "own_home_no_service": "A person's own home, with no care service",
    "hospital_discharge": "Leaving hospital",
    "social_work_team": "Council social work team",
    "commissioning_team": "Commissioning team",
}

BENEFICIARIES: Final[Mapping[str, str]] = {
    "older_people": "Older people",
    "dementia": "People living with dementia",
    "learning_disability": "People with a learning disability",
    "autistic_people": "Autistic people",
    "physical_disability": "People with a physical disability",
    "sensory_impairment": "People with sight or hearing loss",
    "mental_health": "People with mental health needs",
    "acquired_brain_injury": "People with an acquired brain injury",
    "substance_use": "People who use drugs or alcohol",
    "homelessness": "People experiencing homelessness",
    "end_of_life": "People near the end of life",
    "unpaid_carers": "Unpaid carers",
    "care_workforce": "Care workers and other care staff",
    "commissioners": "People who plan and pay for care",
}

CAPABILITIES: Final[Mapping[str, str]] = {
    "computer_vision": "Computer vision",
    "computer_audition": "Computer hearing",
    "computer_linguistics": "Language",
    "robotics": "Robotics",
    "forecasting": "Forecasting",
    "discovery": "Discovery",
    "planning": "Planning",
    "creation": "Creation",
    "analysis": "Analysis",
    "management": "Management",
    "other": "Something else",
}

NATIONAL: Final = "Across England"
REGIONS: Final = (*ENGLISH_REGIONS, NATIONAL)

LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "settings": SETTINGS,
    "beneficiaries": BENEFICIARIES,
    "capabilities": CAPABILITIES,
}
"""Columns that hold several values, with the words for each."""

STAGE_LABELS: Final[Mapping[str, str]] = {key: stage.label for key, stage in STAGES.items()}

PUBLIC_BODIES: Final = frozenset({"local_authority", "nhs_body", "csu_or_alb"})
"""Kinds of organisation."""


def labels(vocabulary: Mapping[str, str], values: Iterable[str]) -> list[str]:
    """The words for these values, in the vocabulary's order; unknown values are left out."""
    wanted = set(values)
    return [label for value, label in vocabulary.items() if value in wanted]


def organisation_type(value: str) -> str:
    """A kind of organisation in words; nothing when it isn't known."""
    return TYPES.get(value, "").partition(" (")[0]
