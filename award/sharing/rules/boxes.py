"""What is asked of whoever shares a project: a box, and a step of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from award.foundation.text import tidy
from award.rounds.kinds import Question

UNSURE: Final = "unsure"
"""What is chosen by whoever can’t say: it answers, and no case study is labelled with it."""


@dataclass(frozen=True)
class Box:
    """What is asked, with its hint and how many words it may have, or the options to choose one of,
    or `several`, or the `table` to fill in, or the `most` that a number may be; with `chars` and no
    words it is one line. What `publish_as` names is where a case study begins with it."""

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
    chars: int = 0
    """The most characters that a case study holds of it."""
    judge: Callable[[str], str] | None = None
    """Says of words why they can't be it; "" where they can."""

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

    def wrong(self, said: Any) -> list[str]:
        """Why what was said could not be sent to be agreed in a case study, as sentences."""
        if self.table is not None:
            return self.table.problems(said or [], final=True)
        text = said if isinstance(said, str) else ""
        if self.chars and len(text) > self.chars:
            return [f"“{self.short}” must be {self.chars} characters or fewer"]
        words = self.judge(text) if self.judge and text else ""
        return [words] if words else []

    def cells_wrong(self, said: Any) -> frozenset[str]:
        """Those of them that are about one cell of a table."""
        if self.table is None:
            return frozenset()
        return frozenset(one.said for one in self.table.of_kind.cells(self.table, said or []))

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
