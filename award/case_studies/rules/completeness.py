"""What is missing before the people who did the work are asked to agree, and what to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from award.case_studies.rules import vocabulary
from award.case_studies.rules.fields import PARTS, SUMMARY_CHARS, TITLE_CHARS


@dataclass(frozen=True)
class Gap:
    """One thing to mend. `field` is the form field it is about."""

    field: str
    text: str


def _blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


def missing(study: Any) -> list[Gap]:
    """What stands in the way of sending `study` to its applicant, in the order of the form."""
    gaps = []
    if _blank(study.title):
        gaps.append(Gap("title", "Give it a title"))
    elif len(study.title) > TITLE_CHARS:
        gaps.append(Gap("title", f"Shorten the title to {TITLE_CHARS} characters"))
    if _blank(study.summary):
        gaps.append(Gap("summary", "Write a one-sentence summary"))
    elif len(study.summary) > SUMMARY_CHARS:
        gaps.append(Gap("summary", f"Shorten the summary to {SUMMARY_CHARS} characters"))
    gaps += [
        Gap(part.key, f"Write “{part.heading}”")
        for part in PARTS
        if part.required and _blank(getattr(study, part.key))
    ]
    if study.evidence_level not in vocabulary.EVIDENCE:
        gaps.append(Gap("evidence_level", "Say how strong the evidence is"))
    if study.stage not in vocabulary.STAGES:
        gaps.append(Gap("stage", "Choose the stage"))
    if not vocabulary.labels(vocabulary.SETTINGS, study.settings):
        gaps.append(Gap("settings", "Choose at least one care setting"))
    return gaps


_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
_MONEY = re.compile(r"£\s?\d")


def worth_checking(study: Any) -> list[Gap]:
    """What a copied text may hold that does not belong on a public page. Advice: nothing stops."""
    found = []
    for part in PARTS:
        text = getattr(study, part.key)
        if _EMAIL.search(text) or _PHONE.search(text):
            found.append(
                Gap(part.key, f"“{part.heading}” seems to hold an email address or phone number")
            )
        if _MONEY.search(text):
            found.append(Gap(part.key, f"“{part.heading}” mentions an amount of money"))
    return found
