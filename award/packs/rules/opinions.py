"""Scores as rows of a document, whoever gave them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from award.foundation.documents.parts import Facts, Grid, Heading, Part, Words
from award.foundation.documents.spelling import apart


@dataclass(frozen=True)
class Scored:
    """A sheet in words. `counted_pct` is its total over what of it counts, None where nothing does.
    `scores` has by title of a criterion what was given and why; `out` titles of what doesn't
    count, `before` what had been given and why until its author could read others', where that was
    another score or another reason."""

    who: str
    letter: str
    total_pct: float
    counted_pct: float | None
    facts: tuple[tuple[str, str], ...]
    scores: Mapping[str, tuple[int | None, str]]
    out: frozenset[str]
    comments: tuple[tuple[str, str], ...]
    before: Mapping[str, tuple[int | None, str]] = field(default_factory=dict)


def scores_table(
    caption: str,
    criteria: Sequence[tuple[str, int, float | None]],
    sheets: Sequence[Scored],
) -> Grid:
    """By title, weight and mean of a criterion, what each gave. What doesn't count is in
    brackets, and what was given before others could be read stands after “was”."""
    rows = [
        (f"{title}, {weight}%", *(_given(sheet, title) for sheet in sheets), _mean(mean))
        for title, weight, mean in criteria
    ]
    rows.append(("Total as submitted", *(f"{sheet.total_pct:.1f}%" for sheet in sheets), ""))
    counts = tuple(_counted(sheet) for sheet in sheets)
    headings = ("Criterion", *(f"Assessor {sheet.letter}" for sheet in sheets), "Mean")
    places = tuple(range(1, len(headings)))
    return Grid(caption, headings, tuple(rows), places, ("Counts", *counts, ""))


def _counted(sheet: Scored) -> str:
    return "Nothing" if sheet.counted_pct is None else f"{sheet.counted_pct:.1f}%"


def _given(sheet: Scored, title: str) -> str:
    value = sheet.scores.get(title, (None, ""))[0]
    if value is None:
        return ""
    was = sheet.before.get(title, (value, ""))[0]
    since = f", was {was}" if was != value else ""
    return f"({value}{since})" if title in sheet.out else f"{value}{since}"


def _mean(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.1f}"


def in_full(sheet: Scored) -> Iterator[Part]:
    """One sheet with its reasons and comments."""
    yield Heading(f"{sheet.who}: {sheet.total_pct:.1f}% as submitted", 3)
    yield Facts((*sheet.facts, ("Counts", _counted(sheet))), f"What {apart(sheet.who)} found")
    given = tuple(
        (f"{title}: {'' if value is None else value}", why or "No reason given")
        for title, (value, why) in sheet.scores.items()
    )
    if given:
        yield Facts(given, "Scores, and why")
    if sheet.before:
        yield Words("Changed after others could be read. Until then it said:", "plain")
        yield Facts(
            tuple((f"{title}: {value}", why) for title, (value, why) in sheet.before.items()),
            "Scores and reasons before others could be read",
        )
    for caption, words in sheet.comments:
        if words.strip():
            yield Words(caption, "quiet")
            yield Words(words)
