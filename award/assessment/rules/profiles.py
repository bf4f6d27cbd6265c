"""What an assessor says of themselves: what they know about, and how they work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

PROFESSIONAL: Final = "professional"
PANELS: Final = {PROFESSIONAL: "Professional", "lived_experience": "Lived experience"}
TOPICS: Final = {
    "settings": "Care settings",
    "beneficiaries": "Who it is for",
    "capabilities": "Kinds of AI",
}
"""What is published of a project under these names has options; an assessor knows about some."""
FORMATS: Final = {
    "large_print": ("Large print", "A PDF or Word file in 18 point or larger"),
    "word": ("Word", "A file you can enlarge, recolour or have read aloud"),
    "easy_read": ("Easy Read digest", "The main points, in short sentences"),
    "paper": ("On paper", "Sent by post"),
    "audio": ("Audio", "Read aloud and recorded"),
}
MOST: Final = 500
MOST_IN_AN_EVENING: Final = 50
OWN_WORDS: Final = 200
"""Characters of what they know about in their own words."""

Offered = Mapping[str, Mapping[str, str]]
"""By topic, the options: value to words."""


@dataclass(frozen=True)
class ProfileValues:
    """What a page says of somebody; `panel` is None where they say it themselves, since staff say
    who sits where."""

    panel: str | None = None
    expertise: Sequence[str] = ()
    settings: Sequence[str] = ()
    beneficiaries: Sequence[str] = ()
    capabilities: Sequence[str] = ()
    most: int | None = None
    evening: int | None = None
    formats: Sequence[str] = field(default_factory=tuple)

    def columns(self) -> dict[str, Any]:
        """As the row has them; without a panel where none is said."""
        said: dict[str, Any] = {
            name: [*getattr(self, name)] for name in ("expertise", *TOPICS, "formats")
        }
        said |= {"most": self.most, "evening": self.evening}
        return said if self.panel is None else {"panel": self.panel, **said}


def own_words(typed: str) -> list[str]:
    """What stands between commas or semicolons, each once."""
    parts = (" ".join(part.split()) for part in typed.replace(";", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def known_words(chosen: Mapping[str, Sequence[str]], offered: Offered) -> list[str]:
    """The options that somebody chose, in words, by topic and in the order of the options. What no
    question set offers any more is left out."""
    return [
        words
        for topic in TOPICS
        for value, words in offered.get(topic, {}).items()
        if value in (chosen.get(topic) or ())
    ]
