"""How the pages of a panel's decisions say what has changed since they were opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from award.design.formatters import short_datetime
from award.foundation import earlier
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.moderation.queries.decided import Agreed
from award.moderation.queries.earlier import earlier_sheets
from award.moderation.queries.panels import Item
from award.moderation.queries.stood import stood_in
from award.moderation.rules.shown import CALLED, as_agreed


def about_sheet(item: Item, letter: str, actor: Actor) -> Telling:
    """Of a page that leaves something of one sheet out."""

    def before(marks: Marks) -> dict[str, Any]:
        alias = f"Assessor {letter}"
        sheets = [one for one in earlier_sheets(item, actor) if one.alias == alias]
        known: dict[str, list[Any]] = {
            "sheet": [[one.said.get("weighted_pct"), one.at] for one in sheets],
            "out": [*stood_in(item).left_out_of(letter, item.round.criteria)],
        }
        return earlier.among(marks, known)

    return Telling(CALLED, _words, before)


def about_score(item: Item, agreed: Sequence[Agreed]) -> Telling:
    """Of a page that agrees a score, or takes it back."""

    def before(marks: Marks) -> dict[str, Any]:
        weights = {one.key: one.weight for one in item.round.criteria}
        known: dict[str, list[Any]] = {
            "mean": [*stood_in(item).means(weights)],
            "agreed": [as_agreed(one.score) for one in agreed],
        }
        return earlier.among(marks, known)

    return Telling(CALLED, _words, before)


def _words(key: str, value: Any) -> str:
    if key == "out" or value is None:
        return str(value or "")
    pct, more = value
    if pct is None:
        return ""
    if key == "mean":
        return f"{pct:.1f}% from {more} sheet{'' if more == 1 else 's'}"
    return f"{pct:.1f}%, {'submitted' if key == 'sheet' else 'recorded'} {short_datetime(more)}"
