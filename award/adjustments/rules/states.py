"""What can be asked for, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final


class AdjustmentState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"


class Part(StrEnum):
    """What they do in the round."""

    APPLYING = "applying"
    ASSESSING = "assessing"


class Kind(StrEnum):
    TIME = "time"
    WORDS = "words"
    FORMAT = "format"
    HELPER = "helper"
    INTERPRETER = "interpreter"
    RECORDING = "recording"


KINDS: Final = {
    Kind.TIME: ("More time", "A later date for this application"),
    Kind.WORDS: ("More words", "Higher word limits for long answers"),
    Kind.FORMAT: ("Another format", "Large print, easy read, on paper, or something else"),
    Kind.HELPER: ("A helper who types for you", "They are named on the application"),
    Kind.INTERPRETER: ("An interpreter", "For example British Sign Language"),
    Kind.RECORDING: (
        "To answer by audio or video",
        "You upload recordings beside your answers. A transcript, typed, stands as the answer",
    ),
}
SAID_TO_ASSESSORS: Final = {
    Kind.TIME: ("More time", "A later date for your assessments in this round"),
    Kind.HELPER: ("A helper who types for you", "The staff who answer read who it is"),
}
FOR_ASSESSING: Final = frozenset({Kind.TIME, Kind.FORMAT, Kind.HELPER, Kind.INTERPRETER})
ANSWERED_WITHIN: Final = timedelta(days=5)
"""Staff answer by then."""
MORE_WORDS: Final = {10: "10% more words", 25: "25% more words", 50: "50% more words"}
NEED_WORDS: Final = 200
AGREED_WORDS: Final = 200
