"""What a round tells applicants about using AI to apply."""

from __future__ import annotations

from typing import Final

MOST_WORDS: Final = 250
USUAL: Final = (
    "You may use AI to help you apply: to put things plainly, to translate, to find gaps, or "
    "because of a disability.\n\n"
    "You are responsible for every word. Check facts, figures and sources, because such tools make "
    "things up. What you say that people told you must be what they told you.\n\n"
    "Don’t give a tool anything confidential, or anything about a person, that you would not "
    "publish.\n\n"
    "We ask whether you used AI. Assessors never see your answer, and it has no bearing on your "
    "score: we only count answers once the round has closed."
)
"""What a new round starts from; staff can change it until the round opens."""
