"""What is asked of whoever shares a project: a box, and a step of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from award.foundation.text import tidy
from award.rounds.kinds import Question

UNSURE: Final = "unsure"
"""What is chosen by whoever can’t say: it answers, and no case study is labelled with it."""


@dataclass(frozen=True)
class Box:
    """What is asked, with its hint and how many words it may have, or the options to choose one of,
    or `several`, or the `table` to fill in, or the `most` that a number may be. What `publish_as`
    names is where a case study begins with it."""

    key: str
    label: str
    hint: str
    words: int
    publish_as: str
    missing: str = ""
    """What is said where it is needed and empty."""
    options: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    table: Question | None = None
    most: int = 0
    unit: str = ""

    @property
    def short(self) -> str:
        """Beside what was said."""
        return self.label.removesuffix(" (optional)")

    def tidied(self, said: Any) -> Any:
        """As it is kept. What is no option is nothing."""
        if self.table is not None:
            rows = self.table.parse(said)
            return rows if isinstance(rows, list) else []
        if self.most:
            return said if isinstance(said, int) and 1 <= said <= self.most else None
        if self.several:
            return [key for key in self.options if key in (said or ())]
        if self.options:
            return said if said in self.options else ""
        return tidy(said or "").replace("\x00", "").strip()

    def in_words(self, said: Any) -> str:
        """As its reader reads it."""
        if self.table is not None:
            return "\n".join(self.table.display([*(said or ())]))
        if self.several:
            return ", ".join(self.options[key] for key in said or () if key in self.options)
        if self.most:
            return f"{said:,} {self.unit}".strip() if said else ""
        return self.options.get(said, "") if self.options else str(said or "")

    def published(self, said: Any) -> Any:
        """What a case study begins with: that somebody is not sure says nothing in it."""
        if self.several:
            return [key for key in said if key != UNSURE]
        return "" if said == UNSURE else said


@dataclass(frozen=True)
class Step:
    title: str
    boxes: tuple[Box, ...]
