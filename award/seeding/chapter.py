"""Fills a database: reference data, the fictional demonstration, a volume to measure with."""

from __future__ import annotations

from award.foundation.chapters import Chapter
from award.seeding.commands import close_command, seed

CHAPTER = Chapter(
    "seeding",
    verbs={"round.seed_volume": "Filled the round with test data"},
    commands=(close_command, seed),
)
