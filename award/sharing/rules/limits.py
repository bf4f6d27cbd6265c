"""How much a case study holds of what is told of a project: whoever shares one is asked for no
more, and is told so where they write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

LARGEST: Final[Mapping[str, int]] = {"length_months": 240, "people_count": 10_000_000}
"""Of whole numbers."""
SENTENCE_CHARS: Final = 600
"""Of what is a sentence or two."""
CONTACT_CHARS: Final = 255
NO_ADDRESS: Final = "Give an email address that readers can write to, or leave it empty"
EMAIL: Final = re.compile(r"(?<![^\s@<>()])[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}", re.IGNORECASE)


def no_address(contact: str) -> str:
    """What is said of words that nobody can write to; "" where they can."""
    return "" if EMAIL.search(contact) else NO_ADDRESS
