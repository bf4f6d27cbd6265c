"""Which of two versions of a field to keep, when two people or two windows changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from award.case_studies.rules.fields import SUMMARY_CHARS, TEXTS, TITLE_CHARS
from award.design.fields import ChoiceField, LongTextField
from award.design.forms import Form
from award.foundation.differences import Sides, compared

TOGETHER = frozenset({*TEXTS, "title", "summary", "contact"})
"""Fields of which both versions can be made into one; of the others one is kept."""
_LIMITS = {"title": TITLE_CHARS, "summary": SUMMARY_CHARS, "contact": 255}


class Versions(NamedTuple):
    """A field with two versions, as words: `theirs` is saved, and `by` says by whom or where."""

    key: str
    title: str
    theirs: str
    mine: str
    by: str

    @property
    def sides(self) -> Sides:
        return compared(self.theirs, self.mine)

    @property
    def together(self) -> str:
        """Both texts, one after the other."""
        gap = "\n\n" if self.key in TEXTS else " "
        return gap.join(text for text in (self.theirs, self.mine) if text.strip())


def versions_form(keys: Iterable[str], shown: Mapping[str, Versions] | None = None) -> Form:
    """`keep_<key>` for each of `keys`, and `both_<key>` for a text. With `shown` it is a fresh one
    to choose in, otherwise it holds what was sent."""
    fields: dict[str, Any] = {}
    for key in keys:
        fields[f"keep_{key}"] = ChoiceField("Which do you keep?", choices=_choices(key))
        if key in TOGETHER:
            limit = f" {_LIMITS[key]} characters at most." if key in _LIMITS else ""
            fields[f"both_{key}"] = LongTextField(
                "Both together",
                hint=f"Both texts are in the box, one after the other. Keep what you need.{limit}",
                default=shown[key].together if shown else "",
                rows=8 if key in TEXTS else 3,
            )
    made: type[Form] = type("VersionsForm", (Form,), fields)
    return made(formdata=None) if shown else made()


def _choices(key: str) -> list[tuple[str, str]]:
    both = [("both", "Edit both together")] if key in TOGETHER else []
    mine = "what you typed here" if key in TOGETHER else "what you chose here"
    return [("theirs", "Keep what was saved"), ("mine", f"Keep {mine}"), *both]
