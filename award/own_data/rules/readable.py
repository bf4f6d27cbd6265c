"""A copy of somebody's data as pages: one of the person, and one of each application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from award.accounts.rules.organisations import TYPES
from award.monitoring.rules.asked import ABOUT_YOU, AGAIN, NOT_SAID, SIZES

READS: Final = "In words"
"""Beside what a program reads: the same as people do."""
_ABOUT: Final = ("Application", "Reference")
_CODES: Final[Mapping[str, str]] = {
    **TYPES, **SIZES, **{key.value: words for key, words in AGAIN.items()},
    **{key: words for _, choices in ABOUT_YOU.values() for key, words in choices.items()},
    NOT_SAID: "Prefer not to say", "yes": "Yes", "no": "No", "talk": "Talk to us",
}  # fmt: skip
"""What stands for a choice in a row, as pages say it."""
_FOR_PROGRAMS: Final = frozenset({"Answer", "Submitted", "Fingerprint"})
"""Left out of a page where the same stands in words."""
NOTHING: Final = "Not answered"
Parts = Mapping[str, Sequence[Mapping[str, Any]]]


def pages(parts: Parts) -> tuple[dict[str, list[Any]], dict[str, dict[str, list[Any]]]]:
    """Of the person: headings with rows; and by reference of an application, the same."""
    own: dict[str, list[Any]] = {}
    applications: dict[str, dict[str, list[Any]]] = {
        row["Reference"]: {} for row in parts.get("Your applications", ())
    }
    for heading, rows in parts.items():
        kept = own.setdefault(heading, [])
        for row in rows:
            reference = next((row[key] for key in _ABOUT if row.get(key) in applications), None)
            place = applications[reference].setdefault(heading, []) if reference else kept
            place.append(_row(row))
    return {heading: rows for heading, rows in own.items() if rows}, applications


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    in_words = READS in row
    return {
        _label(key): value if key == READS else words(value)
        for key, value in row.items()
        if not (in_words and (key in _FOR_PROGRAMS or key.startswith("Answer")))
    } | _which(row, in_words)


def _which(row: Mapping[str, Any], in_words: bool) -> dict[str, str]:
    """Whether an answer in words is the one that stands."""
    which = next((key for key in row if key.startswith("Answer ")), "")
    return {"This is": which} if in_words and which else {}


def _label(key: str) -> str:
    said = key.replace("_", " ")
    return "Answer" if key == READS else said[:1].upper() + said[1:]


def words(value: Any) -> Any:
    """A value as a page says it."""
    if isinstance(value, str):
        return _CODES.get(value, value)
    if isinstance(value, Mapping):
        return {_label(str(key)): words(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [words(one) for one in value]
    return value


def is_moment(value: Any) -> bool:
    return isinstance(value, datetime)


def is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
