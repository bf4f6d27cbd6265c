"""What is asked of whoever tells of a challenge, and the words for what they choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from award.accounts.rules.organisations import TYPES
from award.case_studies.rules.vocabulary import PROBLEMS, SETTINGS, organisation_type

KINDS: Final[Mapping[str, str]] = {
    "data_sharing": "Sharing data between organisations",
    "manual_records": "Records still kept by hand",
    "skills": "Skills and technical expertise",
    "fragmented_providers": "Many small, separate care providers",
    "regulation": "Understanding or meeting regulation",
    "procurement": "How care and technology are bought",
    "connectivity": "Internet and devices",
    "money": "Money",
    "other": "Something else",
    "none": "Nothing in particular",
}
"""The values of the question that applications answer, and one for what it has no word for."""
SHORT: Final[Mapping[str, str]] = {
    **KINDS,
    "data_sharing": "Sharing data",
    "manual_records": "Records kept by hand",
    "skills": "Skills",
    "fragmented_providers": "Many small providers",
    "regulation": "Regulation",
    "procurement": "How things are bought",
}
"""What stands beside a bar."""
TOLD: Final[Mapping[str, str]] = {key: words for key, words in KINDS.items() if key != "none"}
"""What somebody who tells of one chooses from."""
MOST_KINDS: Final = 3

PERSON: Final = "person"
NOT_SAID: Final = "not_said"
SEVERAL: Final = "several"
ORGANISATIONS: Final[Mapping[str, str]] = {
    **{key: organisation_type(key) for key in TYPES if key != "other"},
    "hei": "University or college",
    "csu_or_alb": "Commissioning support or similar body",
    PERSON: "Person who draws on care, or family",
    "other": "Something else",
    NOT_SAID: "Not said",
}
PLACES: Final[Mapping[str, str]] = {
    **SETTINGS,
    "community_equipment": "Community equipment or technology",
    "own_home_no_service": "Own home, with no care service",
    SEVERAL: "Several settings",
    NOT_SAID: "No one setting",
}
WANTED: Final[Mapping[str, str]] = {
    **{key: words for key, words in PROBLEMS.items() if key != "other"},
    "rotas": "Rotas, and too many strangers",
}
"""What care needs that somebody wanted to try something for: the lines of what has been tried."""

FEWEST_WORDS: Final = 5
WORDS: Final = 200
QUESTION_WORDS: Final = 150
ANSWER_WORDS: Final = 300
REASON_WORDS: Final = 100
FORMS_PER_ADDRESS: Final = "20 per hour"
"""From one internet address, which whole organisations share."""
GUESSES_PER_ADDRESS: Final = "30 per hour"
"""Of links, from one internet address."""
ANSWERED_WITHIN: Final = timedelta(days=30)
"""How long the link works with which somebody answers what they were asked."""
REMINDED_AFTER: Final = timedelta(days=14)
"""When somebody who was asked, and has not answered, is asked once more."""
ON_ITS_WAY: Final = timedelta(hours=1)
"""An answer that arrived in time may still be on its way when the time is over."""
WORDS_KEPT: Final = timedelta(days=365)
"""After it was decided; what is published stays for as long as it is."""


def kinds_in_words(keys: Iterable[str]) -> list[str]:
    chosen = set(keys)
    return [words for key, words in KINDS.items() if key in chosen]
