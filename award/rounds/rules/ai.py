"""What a round tells applicants about using AI to apply, and assessors about it and the rest."""

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

USUAL_FOR_ASSESSORS: Final = (
    "What you read is confidential. Don’t copy, paste or upload any part of an application into "
    "another tool or service, whether or not it uses AI: not to summarise it, not to translate it, "
    "not to score it. Ask us for another format if you need one.\n\n"
    "The scores and the words on your sheets are your own. You may use what is built into your "
    "device to read aloud, to dictate or to check spelling.\n\n"
    "Don’t talk about an application with anybody outside the panel, and don’t look for who "
    "applied where we don’t say it. Tell us at once if you come to have a conflict of interest."
    "\n\n"
    "Keep no copies once your scores are in."
)
"""What a new round starts from, likewise."""
