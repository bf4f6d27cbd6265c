"""How the pages of a panel's decisions say what has changed since they were opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from award.design.formatters import short_datetime
from award.foundation import earlier
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.moderation.queries.decided import Agreed, exclusions_of
from award.moderation.queries.earlier import earlier_sheets
from award.moderation.queries.panels import Item
from award.moderation.rules.shown import CALLED, as_agreed


def about_sheet(item: Item, letter: str, actor: Actor) -> Telling:
    """Of a page that leaves something of one sheet out."""

    def before(marks: Marks) -> dict[str, Any]:
        alias = f"Assessor {letter}"
        sheets = [one for one in earlier_sheets(item, actor) if one.alias == alias]
        titles = [one.title for one in exclusions_of(item) if one.letter == letter]
        known: dict[str, list[Any]] = {
            "sheet": [[one.said.get("weighted_pct"), one.at] for one in sheets],
            "out": [*titles, "; ".join(titles)],
        }
        return earlier.among(marks, known)

    return Telling(CALLED, _words, before)


def about_score(agreed: Sequence[Agreed]) -> Telling:
    """Of a page that agrees a score, or takes it back."""
    known = {
        "mean": [[one.score.mean_then, one.score.sheets_then] for one in agreed],
        "agreed": [as_agreed(one.score) for one in agreed],
    }
    return Telling(CALLED, _words, lambda marks: earlier.among(marks, known))


def _words(key: str, value: Any) -> str:
    if key == "out" or value is None:
        return str(value or "")
    pct, more = value
    if pct is None:
        return ""
    if key == "mean":
        return f"{pct:.1f}% from {more} sheet{'' if more == 1 else 's'}"
    return f"{pct:.1f}%, {'submitted' if key == 'sheet' else 'recorded'} {short_datetime(more)}"
