"""A question set with a question whose answer is read by nobody but those who gave it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.build import rounds

LABEL = "What helped you to write this?"
"""The question whose answer is kept apart: read by nobody but those who gave it."""
ASKED = f"""
[[sections]]
key = "apart"
title = "Kept apart"

[[sections.questions]]
key = "help"
kind = "long_text"
label = "{LABEL}"
short = "Help"
max_words = 50
kept_apart = true
unscored = "It is read by nobody."
"""


def question_set() -> int:
    """The id of the small set with a question whose answer is kept apart."""
    small = rounds.SMALL_SET.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        longer = Path(folder) / "with_apart.toml"
        longer.write_text(small.replace('key = "small"', 'key = "apart"', 1) + ASKED, "utf-8")
        return rounds.question_set(longer).id
