"""Interests of those who assess, and conflicts that follow from them."""

from __future__ import annotations

from award.foundation.chapters import Chapter
from award.interests.checks import CHECKS
from award.interests.services.keeping import KEEPERS, WATCHES

CHAPTER = Chapter(
    "interests",
    checks=CHECKS,
    keepers=KEEPERS,
    watches=WATCHES,
)
