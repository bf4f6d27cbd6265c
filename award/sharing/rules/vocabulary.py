"""Where care happens, what for, how far a project is, what became of it and what it costs: what is
asked of whoever shares one, and what case studies are labelled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


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

PROBLEMS: Final[Mapping[str, str]] = {
    "falls": "Falls, and fear of falling",
    "nights": "Nights and sleep",
    "pain_and_illness": "Pain or illness noticed late",
    "medicines": "Medicines",
    "eating_and_drinking": "Eating and drinking",
    "everyday_life": "Doing everyday things for oneself",
    "loneliness": "Loneliness and going out",
    "communication": "Language and being understood",
    "distress": "Distress and safety",
    "unpaid_carers": "Unpaid carers’ breaks and support",
    "assessment": "Assessments and care plans",
    "records": "Notes, records and paperwork",
    "rotas": "Rotas, and too many strangers at the door",
    "workforce": "Finding, keeping and training staff",
    "waiting": "Waiting for care or equipment",
    "leaving_hospital": "Leaving hospital",
    "planning": "Planning and buying care for an area",
    "other": "Something else",
}
"""What somebody wanted to be otherwise."""

OUTCOMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "worked": ("It helped", "The team says that it did what it was for.", "green"),
    "mixed": ("Mixed", "The team says that some of it helped, and some did not.", "yellow"),
    "did_not_work": ("It did not work", "The team says that it did not do what it was for.", "red"),
    "too_early": ("Too early to say", "The team says that it is too early to say.", "grey"),
}
"""What became of it as its team says: label, sentence, colour."""

COST_BANDS: Final[Mapping[str, str]] = {
    "none": "Nothing beyond what was there",
    "under_5k": "Under £5,000 a year",
    "5k_to_25k": "£5,000 to £25,000 a year",
    "25k_to_100k": "£25,000 to £100,000 a year",
    "over_100k": "More than £100,000 a year",
}
"""What one service pays to use it, once it is there."""
