"""The words that case studies are labelled with, and found by.

Stages, kinds of AI and regions follow the finder of the national record of algorithms, settings
and people the questions of the programme. Stage and evidence carry the plain words that the
public reads in place of the record's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from award.accounts.rules.organisations import ENGLISH_REGIONS, TYPES
from award.sharing.rules.vocabulary import (
    COST_BANDS,
    OUTCOMES,
    PROBLEMS,
    SETTINGS,
    STAGES,
    Stage,
)

__all__ = ["COST_BANDS", "OUTCOMES", "PROBLEMS", "SETTINGS", "STAGES", "Stage"]

EVIDENCE: Final[Mapping[str, tuple[str, str]]] = {
    "none_yet": ("No results yet", "Nothing has been measured so far."),
    "staff_feedback": (
        "What people told the project",
        "People who used it said what they thought. Nothing was measured.",
    ),
    "measured_once": (
        "Measured, no number from before",
        "Something was measured once it was in use. No number from before is published to compare "
        "it with.",
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

NO_SENSE: Final = "none"
"""Stands alone among what it senses."""
SENSES: Final[Mapping[str, str]] = {
    "camera": "Camera",
    "microphone": "Microphone",
    "wearable": "Something worn",
    "location": "Where somebody is",
    "bed_sensor": "Sensor in or under a bed or chair",
    "room_sensor": "Movement, door or radar sensor",
    "appliances": "Use of power, water or appliances",
    "records": "Records, notes and forms",
    "typed": "What people type or say to it",
    NO_SENSE: "Nothing about a person",
}
"""How it learns of what goes on."""

GENERATIVE: Final[Mapping[str, str]] = {"yes": "Yes", "no": "No"}

BUYERS: Final[Mapping[str, str]] = {
    "difference": "What has it changed for people, and who checked that?",
    "groups": "For whom was it tried, and for whom does it work less well?",
    "rights": "What does it do to privacy, choice and dignity, and who was asked?",
    "refusing": "How are people told about it, and what happens when they say no?",
    "deciding": "Who decides on what it says, and who can question that?",
    "data": "What does it know about people, where is that kept, and for how long?",
    "assessments": "Which assessments have been done: data protection, equality, safety?",
    "failing": "What happens when it is wrong, or stops?",
    "security": "How is it kept secure, and who has tested that?",
    "needing": "What has to be there first: connection, equipment, records, training?",
    "costing": "What does it cost to start, to run and to get rid of?",
    "watching": "Who keeps watching how it does, and how does a contract end?",
}
"""What somebody asks before they buy it for a council or a care provider."""

NATIONAL: Final = "Across England"
REGIONS: Final = (*ENGLISH_REGIONS, NATIONAL)

LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "settings": SETTINGS,
    "beneficiaries": BENEFICIARIES,
    "capabilities": CAPABILITIES,
    "problems": PROBLEMS,
    "senses": SENSES,
}
"""Columns that hold several values, with the words for each."""

STAGE_LABELS: Final[Mapping[str, str]] = {key: stage.label for key, stage in STAGES.items()}

OUTCOME_LABELS: Final[Mapping[str, str]] = {key: words[0] for key, words in OUTCOMES.items()}
EVIDENCE_LABELS: Final[Mapping[str, str]] = {key: words[0] for key, words in EVIDENCE.items()}

ONE_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "stage": STAGE_LABELS,
    "evidence_level": EVIDENCE_LABELS,
    "outcome": OUTCOME_LABELS,
    "generative": GENERATIVE,
    "cost_band": COST_BANDS,
}
"""Columns that hold one value, with the words for each; "" where nobody said."""

PUBLIC_BODIES: Final = frozenset({"local_authority", "nhs_body", "csu_or_alb"})
"""Kinds of organisation."""


def labels(vocabulary: Mapping[str, str], values: Iterable[str]) -> list[str]:
    """The words for these values, in the vocabulary's order; unknown values are left out."""
    wanted = set(values)
    return [label for value, label in vocabulary.items() if value in wanted]


def organisation_type(value: str) -> str:
    """A kind of organisation in words; nothing when it isn't known."""
    return TYPES.get(value, "").partition(" (")[0]
