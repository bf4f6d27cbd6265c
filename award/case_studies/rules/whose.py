"""Which words of a text are those of the people whose project it is, and which an editor's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.case_studies.rules.fields import CALLED, SECTIONS
from award.case_studies.rules.story import GLANCE

ADDED: Final = "Added by the programme team"
CHANGED: Final = "Your words, changed by the programme team"
_ELSEWHERE: Final = frozenset({"summary", "stage", *GLANCE, "contact"})
"""Sections whose fields don't all stand under one heading of their own."""


@dataclass(frozen=True)
class Whose:
    """`changed` and `added` are fields; `marks` says it of what has a heading of its own, by its
    key, and `besides` names what was added and has none."""

    changed: list[str]
    added: list[str]
    marks: Mapping[str, str]
    besides: list[str]


def whose(begun: Mapping[str, Any], now: Mapping[str, Any]) -> Whose:
    """Of the text as it is `now`, given what it began with."""
    said = [key for key in CALLED if now.get(key) and key != "award_line"]
    added = [key for key in said if not begun.get(key)]
    changed = [key for key in said if begun.get(key) and begun[key] != now[key]]
    marks = {}
    for section in SECTIONS:
        own = [key for key in section.fields if key in said and key != "evidence_level"]
        if section.key in _ELSEWHERE or not own:
            continue
        if set(own) <= set(added):
            marks[section.key] = ADDED
        elif any(key in (*added, *changed) for key in own):
            marks[section.key] = CHANGED
    if "images" in added:
        marks["pictures"] = ADDED
    told = {key for section in SECTIONS if section.key in marks for key in section.fields}
    names = (CALLED[key] for key in added if key not in told - {"evidence_level"})
    besides = [f"{name[:1].lower()}{name[1:]}" for name in names]
    return Whose(changed, added, marks, besides)
