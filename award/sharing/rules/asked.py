"""The steps that somebody who shares a project goes through, and how long each thing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from award.sharing.rules.boxes import UNSURE, Box, Step
from award.sharing.rules.limits import CONTACT_CHARS, LARGEST, SENTENCE_CHARS, no_address
from award.sharing.rules.results import RESULTS
from award.sharing.rules.vocabulary import COST_BANDS, OUTCOMES, PROBLEMS, SETTINGS, STAGES

STEPS: Final[Mapping[str, Step]] = {
    "problem": Step(
        "The problem",
        (
            Box(
                "problem",
                "What problem did you want to solve?",
                "Whose problem was it, and how did people manage before?",
                200,
                "problem",
                "Say what problem you wanted to solve",
            ),
            Box(
                "problems",
                "Which of these was it for?",
                "Choose all that apply. Readers find it by them.",
                0,
                "problems",
                "Choose which problems it was for",
                options=PROBLEMS,
                several=True,
            ),
        ),
    ),
    "project": Step(
        "What you did",
        (
            Box(
                "project",
                "What did you do?",
                "What the AI does, where, with how many people, and for how long.",
                300,
                "project",
                "Say what you did",
            ),
            Box(
                "people_involved",
                "Who had a say in it? (optional)",
                "People who draw on care, families and care workers, and what changed because of "
                "them.",
                150,
                "people_involved",
            ),
        ),
    ),
    "place": Step(
        "Where, and how far it is",
        (
            Box(
                "settings",
                "Where does care happen in it?",
                "Choose all that apply. Readers find it by them.",
                0,
                "settings",
                "Choose where care happens, or that you are not sure",
                options={**SETTINGS, UNSURE: "Somewhere else, or not sure yet"},
                several=True,
            ),
            Box(
                "stage",
                "How far is it?",
                "A project that was stopped is as welcome as any.",
                0,
                "stage",
                "Choose how far it is, or that you are not sure",
                options={
                    **{key: one.label for key, one in STAGES.items()},
                    UNSURE: "Not sure, or none of these",
                },
            ),
        ),
    ),
    "outcome": Step(
        "What came of it",
        (
            Box(
                "outcome",
                "What became of it?",
                "",
                0,
                "outcome",
                "Choose what became of it",
                options={key: one[0] for key, one in OUTCOMES.items()},
            ),
            Box(
                "impact",
                "What got better, and for whom?",
                "Say so too if nothing did.",
                200,
                "impact",
                "Say what got better, or that nothing did",
            ),
            Box(
                "lessons",
                "What did not work, and what would you do differently?",
                "This is what others need most. A project that failed is as welcome as any.",
                200,
                "lessons_and_limits",
                "Say what did not work, or what you would do differently",
            ),
        ),
    ),
    "evidence": Step(
        "How you know",
        (
            Box(
                "evidence",
                "How do you know?",
                "What was measured or asked, with how many people, who counted, and what else may "
                "explain it. “Staff told us” is an answer.",
                200,
                "impact",
                "Say how you know",
            ),
        ),
    ),
    "results": Step(
        "What was measured",
        (
            Box(
                "results",
                "What was measured? (optional)",
                "",
                0,
                "results",
                table=replace(RESULTS, label="What was measured?"),
            ),
        ),
    ),
    "effort": Step(
        "How long, how many, what it cost",
        (
            Box(
                "length_months",
                "How long did it run, in months? (optional)",
                "Until now, or until it stopped.",
                0,
                "length_months",
                most=LARGEST["length_months"],
                unit="months",
            ),
            Box(
                "people_count",
                "How many people was it for? (optional)",
                "Those who draw on care, or who use it at work. A rough number is fine.",
                0,
                "people_count",
                most=LARGEST["people_count"],
            ),
            Box(
                "cost_band",
                "What does one service pay to use it? (optional)",
                "Once it is there. A guess is fine.",
                0,
                "cost_band",
                options=COST_BANDS,
            ),
            Box(
                "cost_words",
                "What does it cost to run? (optional)",
                "With what is in it: licences, devices, hosting. A guess that says so is fine.",
                40,
                "cost_words",
                chars=SENTENCE_CHARS,
            ),
            Box(
                "staff_time",
                "How much time of staff does it take? (optional)",
                "To begin with, and each week since.",
                40,
                "staff_time",
                chars=SENTENCE_CHARS,
            ),
        ),
    ),
    "wrong": Step(
        "Errors and refusals",
        (
            Box(
                "errors_and_missed",
                "What did it get wrong, or miss? (optional)",
                "How often, and what happened then.",
                40,
                "errors_and_missed",
                chars=SENTENCE_CHARS,
            ),
            Box(
                "who_said_no",
                "Who said no, or stopped using it? (optional)",
                "And why. Name nobody.",
                40,
                "who_said_no",
                chars=SENTENCE_CHARS,
            ),
        ),
    ),
    "contact": Step(
        "Whom readers can ask",
        (
            Box(
                "contact",
                "Whom can readers ask? (optional)",
                "A team and its shared email address, not a person’s own. It is published with the "
                "case study.",
                0,
                "contact",
                chars=CONTACT_CHARS,
                judge=no_address,
            ),
        ),
    ),
}
BOXES: Final = tuple(box for step in STEPS.values() for box in step.boxes)
CALLED: Final = {
    "title": "What the project is called",
    "name": "Your name",
    "organisation": "Your organisation",
    **{box.key: box.short for box in BOXES},
}
"""What is read before it is sent, in the order of its page."""
TITLE_CHARS: Final = 120
LETTER_WORDS: Final = 400

CONFIRMED_WITHIN: Final = timedelta(days=30)
"""After it was saved last; what nobody has sent by then is deleted."""
KEPT_FOR: Final = timedelta(days=365)
"""After it was declined or taken back; then its words and names are let go."""
CHANGED_WITHIN: Final = timedelta(days=60)
"""After changes were asked for, or it was saved last; what is not sent again by then is let go."""
REMINDED_AFTER: Final = timedelta(days=30)
"""Of the same."""
FORMS_PER_ADDRESS: Final = "60 per hour"
"""From one internet address, which whole organisations share; each step counts."""
GUESSES_PER_ADDRESS: Final = "30 per hour"


def after(step: str) -> str:
    """The step that follows, "" after the last."""
    keys = [*STEPS]
    at = keys.index(step) + 1
    return keys[at] if at < len(keys) else ""
